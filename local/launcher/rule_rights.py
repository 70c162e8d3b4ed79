"""EventBridge's rules: a right to one is a right to its ARN, where the default bus has no name.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
"""

import json

from ministack.core import iam_actions
from ministack.core.responses import get_account_id, get_region

from patching import replaces


def install() -> None:
    """Tell the evaluator which rule a call is about."""

    @replaces(iam_actions, name="extract_resource_arn")
    def resource_arn(original, service, method, path, headers, body, *rest):
        if service == "events":
            asked = json.loads(body or b"{}")
            # The calls on targets name the rule so; `Name` is that of the calls on rules.
            rule, bus = asked.get("Rule") or asked.get("Name"), asked.get("EventBusName")
            if rule and bus in (None, "default"):
                return f"arn:aws:events:{get_region()}:{get_account_id()}:rule/{rule}"
        return original(service, method, path, headers, body, *rest)
