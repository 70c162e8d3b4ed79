"""Full envelopes onto the default event bus, whatever their source.

PutEvents refuses sources that begin with `aws.`, here as on AWS, and makes id, time and account
anew. What CloudTrail delivers does not pass through PutEvents, and neither does this.
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
"""

import json
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

import clock

_MODELLED = {
    "version",
    "id",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail-type",
    "detail",
}


def put(envelope: dict[str, Any]) -> str:
    """Deliver one envelope, as it is, to the rules that match it; returns its id."""
    event = {
        "Version": envelope.get("version", "0"),
        "EventId": envelope.get("id") or str(uuid.uuid4()),
        "Source": envelope.get("source", ""),
        "DetailType": envelope.get("detail-type", ""),
        "Detail": json.dumps(envelope.get("detail", {})),
        "EventBusName": "default",
        "Time": envelope.get("time") or clock.iso(clock.now()),
        "Resources": envelope.get("resources", []),
        "Account": envelope.get("account") or get_account_id(),
        "Region": envelope.get("region") or get_region(),
        "_ExtraEnvelope": {k: v for k, v in envelope.items() if k not in _MODELLED},
    }
    view = eventbridge._pattern_event_view(event)
    eventbridge._dispatch_event(event, view)
    eventbridge._archive_event(event, view)
    return event["EventId"]


def put_cloudtrail_record(record: dict[str, Any], detail_type: str) -> str:
    """Deliver a CloudTrail record the way EventBridge wraps it."""
    return put(
        {
            "version": "0",
            "source": "aws." + record["eventSource"].partition(".")[0],
            "detail-type": detail_type,
            "account": record["recipientAccountId"],
            "time": record["eventTime"],
            "region": record["awsRegion"],
            "resources": [],
            "detail": record,
        }
    )
