"""Messages that AWS itself puts into a queue."""

import hashlib
import uuid
from typing import Any

from ministack.core.concurrency import esm_wake
from ministack.services import sqs

import queue_lock


def send(queue_arn: str, body: str, attributes: dict[str, str] | None = None) -> None:
    """Put a message into a queue that exists."""
    typed = {
        name: {"DataType": "String", "StringValue": value}
        for name, value in (attributes or {}).items()
    }
    message: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "body": body,
        "md5_body": hashlib.md5(body.encode()).hexdigest(),
        "message_attributes": typed,
        "md5_attrs": sqs._md5_msg_attrs(typed),
    }
    sqs._ensure_msg_fields(message)
    with queue_lock.messages:
        sqs._queue_by_arn(queue_arn)["messages"].append(message)
    esm_wake.set()
