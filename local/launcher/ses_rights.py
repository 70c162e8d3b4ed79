"""Who may send mail: the sender's identity and the configuration set are asked for.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
"""

import json
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id, get_region
from ministack.services import ses, ses_v2

from patching import replaces

_SEND = "/outbound-emails"


def install() -> None:
    """Authorise SendEmail, which the emulator does for any resource at all."""

    @replaces(app, name="_handle_ses_v2_request")
    async def nothing_of_its_own(_original, *_request):
        # Past the gateway there are neither faults nor a record of the call.
        return None

    @replaces(app, name="_enforce_ses_v2")
    def enforce(original, method, path, headers, body, query_params, request_id):
        if method != "POST" or not path.rstrip("/").endswith(_SEND):
            return original(method, path, headers, body, query_params, request_id)
        mail = json.loads(body or b"{}")
        for arn in _resources(mail):
            denied = app._enforce_data_plane(
                "sesv2",
                "ses:SendEmail",
                headers,
                query_params,
                request_id,
                resource_arn=arn,
                service_context=_keys(mail),
                named_resource=arn,
            )
            if denied:
                return denied
        return None


def sender_identity(address: str) -> str:
    """The identity that covers an address: its own, else its domain's or one above."""
    known = {*ses._identities.keys(), *ses_v2._identities.keys()}
    if address in known:
        return address
    domains = ses._domain_and_parents(address.rpartition("@")[2].lower())
    return next((domain for domain in domains if domain in known), address)


def identity_arn(name: str) -> str:
    """The ARN of an identity."""
    return _arn("identity", name)


def configuration_set_arn(name: str) -> str:
    """The ARN of a configuration set."""
    return _arn("configuration-set", name)


def _resources(mail: dict[str, Any]) -> Iterator[str]:
    yield identity_arn(sender_identity(parseaddr(mail.get("FromEmailAddress", ""))[1]))
    if name := mail.get("ConfigurationSetName"):
        yield configuration_set_arn(name)


def _keys(mail: dict[str, Any]) -> dict[str, Any]:
    name, address = parseaddr(mail.get("FromEmailAddress", ""))
    recipients = [a for addresses in mail.get("Destination", {}).values() for a in addresses]
    keys = {"ses:fromaddress": address, "ses:recipients": recipients, "ses:apiversion": "2"}
    return {**keys, "ses:fromdisplayname": name} if name else keys


def _arn(kind: str, name: str) -> str:
    return f"arn:aws:ses:{get_region()}:{get_account_id()}:{kind}/{name}"
