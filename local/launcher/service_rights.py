"""What policies of resources let an AWS service do, which comes without a role."""

from ministack import app
from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region
from ministack.services import kms, sns

# They say whose resource they act for, so the policy that a topic has by default lets them in.
# https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
_SAYING_THE_OWNER = ("cloudwatch.amazonaws.com", "ses.amazonaws.com")


def allows(
    policy: str | dict | None, service: str, action: str, resource_arn: str, source_arn: str
) -> bool:
    """Whether the policy lets the service do it for the resource that it acts for."""
    context = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action=action,
        resource_arn=resource_arn,
        region=get_region(),
        source_ip="127.0.0.1",
        secure_transport=True,
        service_context=_context(service, source_arn),
    )
    return evaluate_resource_policy(policy, context, service=service).decision == "Allow"


def may_use_key(service: str, key_id: str | None, source_arn: str) -> bool:
    """Whether the service may encrypt with the key; the keys that AWS manages are for users."""
    if not key_id:
        return True
    key = None if key_id.startswith("alias/aws/") else kms._resolve_key(key_id)
    return key is not None and all(
        allows(key["Policy"], service, action, key["Arn"], source_arn)
        for action in ("kms:GenerateDataKey", "kms:Decrypt")
    )


def may_publish(service: str, topic_arn: str, source_arn: str) -> bool:
    """Whether the policy of the topic and that of its key let the service publish to it."""
    topic = sns._topic_by_arn_any_scope(topic_arn)
    if topic is None or not app.AUTH:
        return topic is not None
    attributes = topic["attributes"]
    return allows(
        attributes.get("Policy"), service, "sns:Publish", topic_arn, source_arn
    ) and may_use_key(service, attributes.get("KmsMasterKeyId"), source_arn)


def _context(service: str, source_arn: str) -> dict[str, str]:
    account = get_account_id()
    context = {"aws:sourcearn": source_arn, "aws:sourceaccount": account}
    return {**context, "aws:sourceowner": account} if service in _SAYING_THE_OWNER else context
