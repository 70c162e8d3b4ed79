"""Sessions of IAM users, with and without MFA.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
"""

import re
import time
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam, sts

import call as calls_in_progress
import clock
from call import Call, root_arn
from patching import replaces

_TWELVE_HOURS = 12 * 3600


class UnknownUserError(LookupError):
    """There is no such IAM user."""


def install() -> None:
    """Let sessions know whether they were given MFA, and what follows from it."""

    @replaces(iam_evaluator, sts, name="_principal_keys")
    def principal_keys(original, credential):
        keys = original(credential)
        # A request that no AWS service makes for the caller carries the key, and it is false.
        keys.setdefault("aws:viaawsservice", "false")
        session = sts._sessions.get(credential.access_key_id)
        if session and session.get("Mfa"):
            keys["aws:multifactorauthpresent"] = "true"
            keys["aws:multifactorauthage"] = str(int(time.time() - session["IssuedAt"]))
        return keys

    @replaces(sts, name="register_session")
    def register_session(original, access_key, session):
        call = calls_in_progress.current()
        if call is not None and call.service == "sts" and call.action == "GetSessionToken":
            session["FromGetSessionToken"] = True
            session["Mfa"] = bool(call.parameters.get("SerialNumber"))
        return original(access_key, session)

    @replaces(sts, name="handle_request")
    async def handle_request(original, method, path, headers, body, query_params):
        call = calls_in_progress.current()
        if call is not None and call.action == "GetSessionToken" and not _code_is_right(call):
            return iam._error(
                403,
                "AccessDenied",
                "MultiFactorAuthentication failed with invalid MFA one time pass code.",
                ns="sts",
            )
        return await original(method, path, headers, body, query_params)


def may_not_call_iam(access_key_id: str) -> bool:
    """Credentials of GetSessionToken may call IAM only when MFA was given for them.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
    """
    session = sts._sessions.get(access_key_id)
    return bool(session and session.get("FromGetSessionToken") and not session.get("Mfa"))


def console_session(user_name: str, mfa: bool) -> dict[str, Any]:
    """Credentials such as the console works with after a sign-in: they may call IAM."""
    user = None if user_name == "root" else iam._users.get(user_name)
    if user is None and user_name != "root":
        raise UnknownUserError(user_name)
    account = get_account_id()
    credentials = {
        "accessKeyId": iam._gen_session_access_key(),
        "secretAccessKey": iam._gen_secret(),
        "sessionToken": iam._gen_session_token(),
    }
    sts.register_session(
        credentials["accessKeyId"],
        {
            "Arn": user["Arn"] if user else root_arn(),
            "UserId": user["UserId"] if user else account,
            "SecretAccessKey": credentials["secretAccessKey"],
            "SessionToken": credentials["sessionToken"],
            "Expiration": time.time() + _TWELVE_HOURS,
            "AccountId": account,
            "PrincipalType": "User" if user else "Root",
            "PrincipalName": user_name if user else "",
            "Mfa": mfa,
            "FromConsole": True,
        },
    )
    return {**credentials, "expiration": clock.iso(time.time() + _TWELVE_HOURS)}


def end_sessions_of(user_id: str) -> None:
    """A deleted user's sessions are worth nothing."""
    for key in [key for key, session in sts._sessions.items() if session["UserId"] == user_id]:
        del sts._sessions[key]


def _code_is_right(call: Call) -> bool:
    """Without a serial no MFA is claimed; with one, it must be the caller's own device."""
    serial = call.parameters.get("SerialNumber")
    if not serial:
        return True
    device = iam._mfa_devices.get(serial)
    return (
        device is not None
        and device.get("User") == call.calling_user
        # A passkey has no codes to type.
        and ":u2f/" not in serial
        and re.fullmatch(r"\d{6}", call.parameters.get("TokenCode", "")) is not None
    )
