"""The trail: every IAM write reaches the event history and the default event bus, failed ones too.

On AWS EventBridge receives management events of services by way of CloudTrail.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
"""

import uuid
from typing import Any

from ministack.core.responses import get_account_id

import bus
import clock
import event_history
import trail_shapes
from call import Call
from identity import could_be_anybody, user_identity

_READS = ("Get", "List", "Simulate", "Generate")

_on = True


def switch(on: bool) -> None:
    """Turn the trail on or off; while it is off, only the event history learns of calls."""
    global _on
    _on = on


def is_on() -> bool:
    """Whether calls are told to the event bus."""
    return _on


def record(
    call: Call,
    status: int,
    error: tuple[str, str] | None,
    payload: bytes,
    invoked_by: str | None = None,
) -> None:
    """Tell of this call, if it is an IAM write; a service may have made it for the caller."""
    if call.service != "iam" or not call.action or call.action.startswith(_READS):
        return
    if could_be_anybody(error):
        return
    denied = error is not None and error[0] == "AccessDenied"
    event: dict[str, Any] = {
        **common_fields(),
        "userIdentity": user_identity(call),
        "eventSource": "iam.amazonaws.com",
        "eventName": call.action,
        "userAgent": call.headers.get("user-agent", ""),
        # Of a call that was not allowed, CloudTrail keeps no parameters.
        "requestParameters": None if denied else trail_shapes.request_parameters(call),
        "responseElements": None if error else trail_shapes.response_elements(call, payload),
        "requestID": call.request_id,
        "eventType": "AwsApiCall",
    }
    if error:
        event["errorCode"], event["errorMessage"] = trail_shapes.error_code(error[0]), error[1]
    if invoked_by:
        event["userIdentity"]["invokedBy"] = invoked_by
        event["sourceIPAddress"] = event["userAgent"] = invoked_by
    tell(event, "AWS API Call via CloudTrail")


def tell(event: dict[str, Any], detail_type: str) -> str | None:
    """Put a record into the event history and, if the trail is on, on the event bus.

    Answers the id of the envelope on the bus.
    """
    event_history.keep(event)
    return bus.put_cloudtrail_record(event, detail_type) if _on else None


def common_fields() -> dict[str, Any]:
    """What every record of this account's trail carries."""
    return {
        "eventVersion": "1.11",
        "eventTime": clock.iso(clock.now()),
        # IAM and root's sign-ins are global services: their events are those of us-east-1.
        "awsRegion": "us-east-1",
        "sourceIPAddress": "127.0.0.1",
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "managementEvent": True,
        "recipientAccountId": get_account_id(),
        "eventCategory": "Management",
    }
