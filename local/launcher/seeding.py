"""Users in bulk, past the API and unknown to the trail: for large accounts and benchmarks."""

from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

import clock
from iam_keys import KEYS_PER_USER

_DAY = 86_400
_DEVICES = ("virtual", "passkey", "hardware")


def seed(users: list[dict[str, Any]]) -> dict[str, int]:
    """Make users with all that is said of them; groups come into being as they are named."""
    for user in users:
        _check(user)
    members = {name: set(group["Users"]) for name, group in iam._groups.items()}
    for user in users:
        _make(user)
        for name in user.get("groups", []):
            if name not in members:
                iam._create_group({"GroupName": [name]})
                members[name] = set()
            if user["name"] not in members[name]:
                members[name].add(user["name"])
                iam._groups[name]["Users"].append(user["name"])
    return {"users": len(iam._users)}


def _check(user: dict[str, Any]) -> None:
    if user["name"] in iam._users:
        raise ValueError(f"there already is a user {user['name']}")
    for kind in user.get("devices", []):
        if kind not in _DEVICES:
            raise ValueError(f"a device is one of {', '.join(_DEVICES)}, not {kind}")
    for arn in user.get("policies", []):
        if not iam._policy_exists(arn):
            raise ValueError(f"there is no policy {arn}")
    if len(user.get("accessKeys", [])) > KEYS_PER_USER:
        raise ValueError(f"a user has at most {KEYS_PER_USER} access keys")


def _make(user: dict[str, Any]) -> None:
    name, path, now = user["name"], user.get("path", "/"), clock.iso(clock.now())
    record: dict[str, Any] = {
        "UserName": name,
        "Arn": f"arn:aws:iam::{get_account_id()}:user{path}{name}",
        "UserId": iam._gen_id("AIDA"),
        "CreateDate": now,
        "Path": path,
        "PermissionsBoundary": "",
        "AttachedPolicies": [],
        "Tags": [{"Key": key, "Value": value} for key, value in user.get("tags", {}).items()],
    }
    iam._users[name] = record
    for arn in user.get("policies", []):
        iam.attach_managed_policy(record, arn)
    if user.get("password"):
        iam._login_profiles[name] = {
            "UserName": name,
            "CreateDate": now,
            "PasswordResetRequired": False,
        }
    for key in user.get("accessKeys", []):
        _make_key(name, key)
    for number, kind in enumerate(user.get("devices", []), start=1):
        serial = _serial(kind, name, number)
        iam._mfa_devices[serial] = {
            "SerialNumber": serial,
            "Path": "/",
            "CreateDate": now,
            "User": name,
            "EnableDate": now,
            "Base32StringSeed": "",
            "Tags": [],
        }


def _make_key(user_name: str, wanted: dict[str, Any]) -> None:
    key_id, days = iam._gen_access_key_id(), wanted.get("usedDaysAgo")
    made = clock.now() - float(days or 0) * _DAY
    key: dict[str, Any] = {
        "UserName": user_name,
        "AccessKeyId": key_id,
        "SecretAccessKey": iam._gen_secret(),
        "Status": "Active" if wanted.get("active", True) else "Inactive",
        # Not younger than its last use.
        "CreateDate": clock.iso(made),
    }
    if days is not None:
        key["LastUsed"] = {
            "date": made,
            "region": wanted.get("region", "us-east-1"),
            "service": wanted.get("service", "s3"),
        }
    iam._access_keys[key_id] = key


def _serial(kind: str, name: str, number: int) -> str:
    if kind == "virtual":
        return f"arn:aws:iam::{get_account_id()}:mfa/{name}-{number}"
    if kind == "passkey":
        unique = iam._gen_id("")
        return f"arn:aws:iam::{get_account_id()}:u2f/user/{name}/key{number}-{unique}"
    return f"GAHT{len(iam._mfa_devices):08d}"
