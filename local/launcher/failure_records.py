"""What Lambda sends to the on-failure destination of a function.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import sqs

import clock
import queues

if TYPE_CHECKING:
    from attempts import Delivery


def send(destination: str, config: dict[str, Any], delivery: Delivery, condition: str) -> None:
    """Send the record to a queue, if the function's role may."""
    if sqs._queue_by_arn(destination) is None:
        app.logger.warning("no destination %s", destination)
        return
    if app.AUTH and not _role_may_send(config["Role"], destination):
        # On AWS this shows in the metric DestinationDeliveryFailures alone.
        app.logger.warning("%s may not send to %s", config["Role"], destination)
        return
    queues.send(destination, json.dumps(_record(config, delivery, condition)))


def _record(config: dict[str, Any], delivery: Delivery, condition: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        "version": "1.0",
        "timestamp": clock.iso_milliseconds(clock.now()),
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": f"{config['FunctionArn']}:$LATEST",
            "condition": condition,
            "approximateInvokeCount": delivery.attempts,
        },
        "requestPayload": delivery.event,
    }
    if delivery.failure:
        record["responseContext"] = {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        }
        record["responsePayload"] = delivery.failure.get("body")
    return record


def _role_may_send(role_arn: str, queue_arn: str) -> bool:
    """The function's own role needs sqs:SendMessage; the queue's policy may grant it as well."""
    account, role_name = get_account_id(), role_arn.rpartition("/")[2]
    context = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{role_name}/destination",
        principal_type="AssumedRole",
        principal_account=account,
        action="sqs:SendMessage",
        resource_arn=queue_arn,
        region=get_region(),
        source_ip="127.0.0.1",
        secure_transport=True,
    )
    policies = iam_evaluator._gather_role_policies(role_name, account)
    decision = iam_evaluator.evaluate(context, policies)
    queue_policy = sqs.queue_policy_for_arn(queue_arn)
    if queue_policy is not None:
        decision = iam_evaluator.combine_resource_policy(decision, context, *queue_policy)
    return decision.decision == "Allow"
