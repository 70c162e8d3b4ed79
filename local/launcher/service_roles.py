"""What a role may do when an AWS service takes it."""

import json

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam, sqs


def role_may(role_arn: str, action: str, resource_arn: str) -> bool:
    """Whether the role's policies allow it; the policy of a queue may allow it as well."""
    account, name = get_account_id(), role_arn.rpartition("/")[2]
    context = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/service",
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource_arn,
        region=get_region(),
        source_ip="127.0.0.1",
        secure_transport=True,
    )
    policies = iam_evaluator._gather_role_policies(name, account)
    decision = iam_evaluator.evaluate(context, policies)
    queue_policy = sqs.queue_policy_for_arn(resource_arn) if ":sqs:" in resource_arn else None
    if queue_policy is not None:
        decision = iam_evaluator.combine_resource_policy(decision, context, *queue_policy)
    return decision.decision == "Allow"


def trusts(role_arn: str, service: str) -> bool:
    """Whether the service may take the role at all."""
    role = iam._roles.get(role_arn.rpartition("/")[2]) or {}
    document = json.loads(role.get("AssumeRolePolicyDocument") or "{}")
    statements = document.get("Statement", [])
    return any(
        service in _as_list((statement.get("Principal") or {}).get("Service"))
        for statement in _as_list(statements)
        if statement.get("Effect") == "Allow"
    )


def _as_list(value: object) -> list:
    return value if isinstance(value, list) else [value] if value else []
