"""The resource ARN that a call about rules or schedules is authorised against.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
"""

from ministack.services import eventbridge

from call import Call

_ON_A_RULE = frozenset(
    {
        "DeleteRule",
        "DescribeRule",
        "DisableRule",
        "EnableRule",
        "ListTargetsByRule",
        "PutRule",
        "PutTargets",
        "RemoveTargets",
    }
)


def resource_arn(call: Call, emulated: str) -> str:
    """The ARN; that of the emulator where it is right."""
    if call.service == "events":
        return _rule_arn(call) or emulated
    if call.service == "scheduler" and ":schedule/default/" in emulated:
        # The emulator overlooks the group.
        group = call.query.get("groupName") or call.parameters.get("GroupName") or "default"
        return emulated.replace(":schedule/default/", f":schedule/{group}/")
    return emulated


def _rule_arn(call: Call) -> str | None:
    name = call.parameters.get("Rule") or call.parameters.get("Name")
    if call.action not in _ON_A_RULE or not name:
        return None
    return eventbridge._rule_arn(name, call.parameters.get("EventBusName") or "default")
