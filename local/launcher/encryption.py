"""Topics encrypted by a customer's key: whoever publishes needs the right to use the key.

https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
"""

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.iam_actions import identity_denial_message
from ministack.core.responses import get_region
from ministack.services import kms, sns

import call as calls_in_progress
from patching import replaces

_NEEDED = ("kms:GenerateDataKey", "kms:Decrypt")


def install() -> None:
    """Ask the key before a message is accepted."""

    @replaces(sns, name="_publish")
    def publish(original, parameters):
        topic_arn = sns._p(parameters, "TopicArn") or sns._p(parameters, "TargetArn")
        topic = sns._topic_by_arn_any_scope(topic_arn or "") or {}
        key_id = (topic.get("attributes") or {}).get("KmsMasterKeyId")
        call = calls_in_progress.current()
        # The key that AWS manages lets everyone in the account use it through SNS.
        if app.AUTH and call is not None and key_id and not key_id.startswith("alias/aws/"):
            refusal = _refusal(call, key_id)
            if refusal:
                return refusal
        return original(parameters)


def _refusal(call, key_id: str):
    key = kms._resolve_key(key_id)
    if key is None:
        return sns._error("KMSNotFoundException", f"Invalid keyId {key_id}", 400)
    for action in _NEEDED:
        denied = iam_evaluator.enforce(
            call.access_key_id, action, "kms", get_region(), resource_arn=key["Arn"]
        )
        if denied:
            explicit = getattr(denied, "decision", "") == "Deny"
            message = identity_denial_message(action, call.principal_arn, key["Arn"], explicit)
            return sns._error("KMSAccessDenied", message, 400)
    return None
