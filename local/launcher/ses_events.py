"""What becomes of a mail, told to the event destinations of its configuration set.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

import json
import uuid
from email.utils import parseaddr
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id
from ministack.services import ses_v2, sns

import bus
import clock
import ses_mails
from service_rights import may_publish
from ses_rights import configuration_set_arn, identity_arn, sender_identity

_SES = "ses.amazonaws.com"
_DETAIL_TYPES = {
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Delivery": "Email Delivered",
}


def tell(index: int, kind: str) -> dict[str, list[str]]:
    """Bounce a mail, or have its reader complain; answers the ARNs of who was told."""
    mail = ses_mails.mails()[index]
    event_type, event = _event(mail, kind)
    told = []
    destinations = ses_v2._config_sets.get(mail["configurationSet"] or "") or {}
    for destination in (destinations.get("EventDestinations") or {}).values():
        if destination["Enabled"] and event_type.upper() in destination["MatchingEventTypes"]:
            told += _tell(destination, event_type, event, mail["configurationSet"])
    return {"told": told}


def _tell(destination: dict, event_type: str, event: dict, configuration_set: str) -> list[str]:
    if topic := destination.get("SnsDestination"):
        source = configuration_set_arn(configuration_set)
        if not may_publish(_SES, topic["TopicArn"], source):
            app.logger.warning("SES may not publish to %s", topic["TopicArn"])
            return []
        text = json.dumps(event)
        sns.publish_internal(topic["TopicArn"], text, "Amazon SES Email Event Notification")
        return [topic["TopicArn"]]
    if to_bus := destination.get("EventBridgeDestination"):
        detail_type = _DETAIL_TYPES[event_type]
        bus.put({"source": "aws.ses", "detail-type": detail_type, "detail": event})
        return [to_bus["EventBusArn"]]
    return []


def _event(mail: dict[str, Any], kind: str) -> tuple[str, dict[str, Any]]:
    recipients = [parseaddr(address)[1] for address in mail["to"]]
    now = clock.iso_milliseconds(clock.now())
    common = {"timestamp": now, "feedbackId": str(uuid.uuid4())}
    failed = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 unknown"}
    full = {"action": "failed", "status": "4.2.2", "diagnosticCode": "smtp; 452 4.2.2 full"}
    event_type, detail = {
        "permanent": ("Bounce", _bounce("Permanent", "General", recipients, failed)),
        "transient": ("Bounce", _bounce("Transient", "MailboxFull", recipients, full)),
        "complaint": (
            "Complaint",
            {
                "complainedRecipients": [{"emailAddress": to} for to in recipients],
                "complaintFeedbackType": "abuse",
                "arrivalDate": now,
            },
        ),
        "delivery": ("Delivery", {"recipients": recipients, "smtpResponse": "250 ok"}),
    }[kind]
    told = {"eventType": event_type, event_type.lower(): {**common, **detail}}
    return event_type, {**told, "mail": _mail(mail, recipients)}


def _bounce(kind: str, subtype: str, recipients: list[str], reason: dict) -> dict[str, Any]:
    return {
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [{"emailAddress": to, **reason} for to in recipients],
        "reportingMTA": "dsn; mta.example.com",
    }


def _mail(mail: dict[str, Any], recipients: list[str]) -> dict[str, Any]:
    address = parseaddr(mail["from"])[1]
    headers = {"From": mail["from"], "To": ", ".join(mail["to"]), "Subject": mail["subject"]}
    tags = {name: [value] for name, value in mail["tags"].items()}
    return {
        "timestamp": mail["at"],
        "source": mail["from"],
        "sourceArn": identity_arn(sender_identity(address)),
        "sendingAccountId": get_account_id(),
        "messageId": mail["messageId"],
        "destination": recipients,
        "headersTruncated": False,
        "headers": [
            {"name": name, "value": value} for name, value in {**headers, **mail["headers"]}.items()
        ],
        "commonHeaders": {
            "from": [mail["from"]],
            "to": mail["to"],
            "messageId": mail["messageId"],
            "subject": mail["subject"],
        },
        "tags": {
            "ses:configuration-set": [mail["configurationSet"]],
            "ses:from-domain": [address.rpartition("@")[2]],
            **tags,
        },
    }
