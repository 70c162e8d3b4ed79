"""The resource ARN that an IAM call is authorised against.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

from ministack.core.responses import get_account_id
from ministack.services import iam

from call import Call

# Without a UserName these mean the caller's own user.
OWN_USER_BY_DEFAULT = frozenset(
    {
        "ChangePassword",
        "CreateAccessKey",
        "CreateLoginProfile",
        "DeactivateMFADevice",
        "DeleteAccessKey",
        "DeleteLoginProfile",
        "GetLoginProfile",
        "GetMFADevice",
        "GetUser",
        "ListAccessKeys",
        "ListMFADevices",
        "UpdateAccessKey",
    }
)


def resource_arn(call: Call) -> str | None:
    """The ARN, or None where the emulator's own answer is right."""
    if call.action in ("CreateVirtualMFADevice", "DeleteVirtualMFADevice"):
        return call.parameters.get("SerialNumber") or _new_arn(call, "mfa", "VirtualMFADeviceName")
    if call.action == "GetAccessKeyLastUsed":
        # The request names a key alone; the resource is the user whose it is.
        key = iam._access_keys.get(call.parameters.get("AccessKeyId")) or {}
        owner = iam._users.get(key.get("UserName"))
        return owner["Arn"] if owner else None
    if call.action == "CreatePolicy":
        return _new_arn(call, "policy", "PolicyName")
    for kind, parameter, store in (
        ("role", "RoleName", iam._roles),
        # Group membership is authorised against the group, so it comes before the user.
        ("group", "GroupName", iam._groups),
        ("user", "UserName", iam._users),
    ):
        name = call.parameters.get(parameter)
        if name:
            known = store.get(name)
            return known["Arn"] if known else _new_arn(call, kind, parameter)
    if call.action in OWN_USER_BY_DEFAULT and call.calling_user:
        own = iam._users.get(call.calling_user)
        return own["Arn"] if own else None
    return None


def condition_keys(call: Call) -> dict[str, str]:
    """The condition keys of the request that only IAM has."""
    keys = {}
    if policy_arn := call.parameters.get("PolicyArn"):
        keys["iam:policyarn"] = policy_arn
    if boundary := call.parameters.get("PermissionsBoundary"):
        keys["iam:permissionsboundary"] = boundary
    return keys


def _new_arn(call: Call, kind: str, name_parameter: str) -> str:
    """The ARN of something that does not exist yet, at the path the request gives it."""
    path = call.parameters.get("Path") or "/"
    name = call.parameters.get(name_parameter, "")
    return f"arn:aws:iam::{get_account_id()}:{kind}{path}{name}"
