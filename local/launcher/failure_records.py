"""What Lambda sends to the on-failure destination of a function.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from ministack import app
from ministack.services import sqs

import clock
import queues
from service_roles import role_may

if TYPE_CHECKING:
    from attempts import Delivery


def send(destination: str, config: dict[str, Any], delivery: Delivery, condition: str) -> None:
    """Send the record to a queue, if the function's role may."""
    if sqs._queue_by_arn(destination) is None:
        app.logger.warning("no destination %s", destination)
        return
    if app.AUTH and not role_may(config["Role"], "sqs:SendMessage", destination):
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
