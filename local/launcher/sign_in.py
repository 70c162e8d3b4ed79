"""The record that CloudTrail makes of a sign-in to the console.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
"""

from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

import last_use
import trail
from call import root_arn
from mfa_sessions import UnknownUserError
from root_user import virtual_device_serial

_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_CONSOLE = "https://console.aws.amazon.com/console/home?nc2=h_ct&src=header-signin"


def tell(user_name: str, mfa: bool, success: bool) -> str | None:
    """Tell the trail of a sign-in; returns the envelope's id, None while the trail is off."""
    device = _device(user_name) if mfa else None
    record: dict[str, Any] = {
        **trail.common_fields(),
        "userIdentity": _root() if user_name == "root" else _user(user_name, success),
        "eventSource": "signin.amazonaws.com",
        "eventName": "ConsoleLogin",
        "userAgent": _BROWSER,
        "requestParameters": None,
        "responseElements": {"ConsoleLogin": "Success" if success else "Failure"},
        "additionalEventData": {
            "LoginTo": _CONSOLE,
            "MobileVersion": "No",
            **({"MFAIdentifier": device} if device else {}),
            "MFAUsed": "Yes" if mfa else "No",
        },
        "eventType": "AwsConsoleSignIn",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "us-east-1.signin.aws.amazon.com",
        },
    }
    if not success:
        # A failed sign-in has a message and no code.
        record["errorMessage"] = "Failed authentication"
    if success:
        last_use.of_password(user_name)
    return trail.tell(record, "AWS Console Sign In via CloudTrail")


def _root() -> dict[str, str]:
    account = get_account_id()
    return {
        "type": "Root",
        "principalId": account,
        "arn": root_arn(),
        "accountId": account,
        "accessKeyId": "",
    }


def _user(user_name: str, success: bool) -> dict[str, str]:
    user = iam._users.get(user_name)
    if user is None:
        raise UnknownUserError(user_name)
    # Of somebody who did not get in, CloudTrail does not say who it is in IAM.
    known = {"principalId": user["UserId"], "arn": user["Arn"]} if success else {}
    return {
        "type": "IAMUser",
        **known,
        "accountId": get_account_id(),
        "accessKeyId": "",
        "userName": user_name,
    }


def _device(user_name: str) -> str | None:
    if user_name == "root":
        return virtual_device_serial()
    return next((s for s, d in iam._mfa_devices.items() if d.get("User") == user_name), None)
