"""Mail that SES accepted, whole, as the emulator does not keep it.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

import json
from typing import Any

from ministack.services import ses, ses_v2

import clock
from patching import replaces

Mail = dict[str, Any]

_MOST_RECIPIENTS = 50

_mails: list[Mail] = []


def mails() -> list[Mail]:
    """Every mail since the start or the last clearing, oldest first."""
    return _mails


def clear() -> None:
    """Forget them."""
    _mails.clear()


def sandbox(on: bool) -> dict[str, bool]:
    """Let mail go to verified identities only, as in an account without production access."""
    account = ses._account_details.get("account") or {}
    ses._account_details["account"] = {**account, "ProductionAccessEnabled": not on}
    return {"on": on}


def install() -> None:
    """Keep what was accepted, and refuse what cannot be sent."""

    @replaces(ses_v2, name="handle_request")
    async def handle_request(original, method, path, headers, body, query_params):
        if method != "POST" or not path.rstrip("/").endswith("/outbound-emails"):
            return await original(method, path, headers, body, query_params)
        request = json.loads(body or b"{}")
        response = _refusal(request) or await original(method, path, headers, body, query_params)
        if response[0] == 200:
            _mails.append(_mail(request, json.loads(response[2])["MessageId"]))
        return response


def _refusal(request: dict[str, Any]) -> tuple | None:
    name = request.get("ConfigurationSetName")
    if name and name not in ses_v2._config_sets:
        return ses_v2._missing_config_set(name)
    recipients = sum(len(addresses) for addresses in request.get("Destination", {}).values())
    if not 0 < recipients <= _MOST_RECIPIENTS:
        return ses_v2._json_err("BadRequestException", f"Recipient count is {recipients}.")
    return None


def _mail(request: dict[str, Any], message_id: str) -> Mail:
    destination, simple = request.get("Destination", {}), request["Content"].get("Simple", {})
    body = simple.get("Body", {})
    return {
        "at": clock.iso_milliseconds(clock.now()),
        "messageId": message_id,
        "from": request.get("FromEmailAddress", ""),
        "to": destination.get("ToAddresses", []),
        "cc": destination.get("CcAddresses", []),
        "bcc": destination.get("BccAddresses", []),
        "replyTo": request.get("ReplyToAddresses", []),
        "subject": simple.get("Subject", {}).get("Data"),
        "text": body.get("Text", {}).get("Data"),
        "html": body.get("Html", {}).get("Data"),
        "configurationSet": request.get("ConfigurationSetName"),
        "headers": {header["Name"]: header["Value"] for header in simple.get("Headers", [])},
        "tags": {tag["Name"]: tag["Value"] for tag in request.get("EmailTags", [])},
    }
