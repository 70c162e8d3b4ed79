"""Who calls, in the form of CloudTrail's userIdentity.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from typing import Any

from ministack.core.iam_evaluator import resolve_caller_identity
from ministack.core.responses import get_account_id
from ministack.services import iam

import clock
from call import Call

# Of requests that could not be traced to anybody, AWS keeps nothing.
_UNTRACEABLE = {
    "ExpiredToken",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
}


def could_be_anybody(error: tuple[str, str] | None) -> bool:
    """Whether a call was refused because nobody knows whose it is."""
    return error is not None and error[0] in _UNTRACEABLE


def user_identity(call: Call) -> dict[str, Any]:
    """The userIdentity element of a record about this call."""
    caller = resolve_caller_identity(call.access_key_id) or {}
    session = caller.get("session")
    if ":assumed-role/" in call.principal_arn:
        return _assumed_role(call, session or {})
    identity: dict[str, Any] = {
        "type": "Root" if call.principal_arn.endswith(":root") else "IAMUser",
        "principalId": caller.get("userId") or get_account_id(),
        "arn": call.principal_arn,
        "accountId": get_account_id(),
        "accessKeyId": call.access_key_id,
    }
    if call.calling_user:
        identity["userName"] = call.calling_user
    if session:
        identity["sessionContext"] = {"attributes": _attributes(session)}
    return identity


def _assumed_role(call: Call, session: dict[str, Any]) -> dict[str, Any]:
    role_name, _, session_name = call.principal_arn.partition(":assumed-role/")[2].partition("/")
    role = iam._roles.get(role_name) or {}
    role_id = role.get("RoleId") or session.get("UserId", "").partition(":")[0]
    account = get_account_id()
    return {
        "type": "AssumedRole",
        "principalId": f"{role_id}:{session_name}",
        "arn": call.principal_arn,
        "accountId": account,
        "accessKeyId": call.access_key_id,
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": role_id,
                "arn": role.get("Arn") or f"arn:aws:iam::{account}:role/{role_name}",
                "accountId": account,
                "userName": role_name,
            },
            "attributes": _attributes(session),
        },
    }


def _attributes(session: dict[str, Any]) -> dict[str, str]:
    return {
        "creationDate": clock.iso(session.get("IssuedAt", clock.now())),
        # CloudTrail writes this one as text.
        "mfaAuthenticated": "true" if session.get("Mfa") else "false",
    }
