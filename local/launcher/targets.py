"""Targets of rules: whether EventBridge may deliver, and where it puts what it could not deliver.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import json

from ministack import app
from ministack.services import eventbridge, lambda_svc, sns, sqs

import queues
from patching import replaces
from service_rights import allows

_EVENTBRIDGE = "events.amazonaws.com"


def install() -> None:
    """Check each delivery before it is made."""

    @replaces(eventbridge, name="_invoke_target")
    def invoke_target(original, target, event, rule, view=None):
        arn, rule_arn = target.get("Arn", ""), rule.get("Arn", "")
        obstacle = _obstacle(arn, rule_arn) if ":events:" in rule_arn else None
        if obstacle is None:
            return original(target, event, rule, view)
        app.logger.warning("rule %s, target %s: %s", rule_arn, arn, obstacle)
        dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn", "")
        if _obstacle(dead_letters, rule_arn) is None and ":sqs:" in dead_letters:
            view = view or eventbridge._pattern_event_view(event)
            queues.send(
                dead_letters,
                json.dumps(view.event_with_detail()),
                {"RULE_ARN": rule_arn, "TARGET_ARN": arn, "ERROR_CODE": obstacle},
            )
        return None


def _obstacle(arn: str, rule_arn: str) -> str | None:
    """Why EventBridge cannot deliver there, in its own error codes; None if it can."""
    if ":lambda:" in arn:
        action, resource = "lambda:InvokeFunction", lambda_svc._get_func_record_for_ref(arn)[0]
        policy = (resource or {}).get("policy")
    elif ":sqs:" in arn:
        action, resource = "sqs:SendMessage", sqs._queue_by_arn(arn)
        policy = ((resource or {}).get("attributes") or {}).get("Policy")
    elif ":sns:" in arn:
        action, resource = "sns:Publish", sns._topic_by_arn_any_scope(arn)
        policy = ((resource or {}).get("attributes") or {}).get("Policy")
    else:
        return None
    if resource is None:
        return "NO_RESOURCE"
    allowed = allows(policy, _EVENTBRIDGE, action, arn, rule_arn)
    return None if allowed else "NO_PERMISSIONS"
