"""One batch of messages: the event that the function gets, and what becomes of the messages.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import time
from typing import Any

from ministack import app
from ministack.core.responses import get_region
from ministack.services import lambda_svc

import queue_lock

Message = dict[str, Any]

_WAIT_AFTER_THROTTLE = 0.02


def run(mapping: dict, function: dict, queue: dict, batch: list[Message]) -> None:
    """Invoke the function once, and delete what it has done.

    What it has not done stays as it is: invisible until the queue's timeout is over, or for as long
    as the function has asked for in the meantime.
    """
    received = {message["id"]: message["receipt_handle"] for message in batch}
    records = lambda_svc._apply_filter_criteria([_record(m, queue) for m in batch], mapping)
    result = _invoke(function, {"Records": records}) if records else {}
    failed = _failed(result, mapping, {record["messageId"] for record in records})
    _delete(queue, {handle for id_, handle in received.items() if id_ not in failed})
    done = len(batch) - len(failed)
    mapping["LastProcessingResult"] = "FAILED" if not done else f"OK - {done} records"
    if failed:
        app.logger.warning(
            "%s failed with %s of %s messages: %s",
            function["config"]["FunctionName"],
            len(failed),
            len(batch),
            result.get("body"),
        )


def _invoke(function: dict, event: dict) -> dict:
    while (result := lambda_svc._execute_function(function, event)).get("throttle"):
        # On AWS the messages would go back into the queue; here the cap is the machine's alone.
        time.sleep(_WAIT_AFTER_THROTTLE)
    return result


def _record(message: Message, queue: dict) -> dict[str, Any]:
    attributes = {
        "ApproximateReceiveCount": str(message["receive_count"]),
        "SentTimestamp": str(int(message["sent_at"] * 1000)),
        "SenderId": message["sys"]["SenderId"],
        "ApproximateFirstReceiveTimestamp": str(int(message["first_receive_at"] * 1000)),
    }
    of_fifo = {
        "MessageGroupId": message["group_id"],
        "MessageDeduplicationId": message["dedup_id"],
        "SequenceNumber": message["seq"],
    }
    return {
        "messageId": message["id"],
        "receiptHandle": message["receipt_handle"],
        "body": message["body"],
        "attributes": {**attributes, **{name: v for name, v in of_fifo.items() if v}},
        "messageAttributes": lambda_svc._sqs_message_attributes_to_camel_case(
            message["message_attributes"]
        ),
        "md5OfBody": message["md5_body"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue["attributes"]["QueueArn"],
        "awsRegion": get_region(),
    }


def _failed(result: dict, mapping: dict, ids: set[str]) -> set[str]:
    """The messages that the function could not deal with.

    An answer that names no message of the batch, or is none at all, fails the batch.
    """
    if result.get("error"):
        return ids
    answer = result.get("body")
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []) or not answer:
        return set()
    failures = answer.get("batchItemFailures") or [] if isinstance(answer, dict) else None
    try:
        named = {failure["itemIdentifier"] for failure in failures}
    except (KeyError, TypeError):
        return ids
    return named if named <= ids else ids


def _delete(queue: dict, handles: set[str]) -> None:
    with queue_lock.messages:
        queue["messages"] = [
            message for message in queue["messages"] if message["receipt_handle"] not in handles
        ]
