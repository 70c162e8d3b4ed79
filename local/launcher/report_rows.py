"""The rows of the credential report.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
"""

from collections import defaultdict
from datetime import datetime, timezone
from typing import Any

from ministack.services import iam

import clock
from call import root_arn
from root_user import root_user

Row = dict[str, str | bool]

_KEY_COLUMNS = ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
COLUMNS = (
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    *(f"access_key_{number}_{column}" for number in (1, 2) for column in _KEY_COLUMNS),
    "cert_1_active",
    "cert_1_last_rotated",
    "cert_2_active",
    "cert_2_last_rotated",
    "additional_credentials_info",
)
_NOTHING: Row = {
    column: False if column.endswith("_active") or column == "password_enabled" else "N/A"
    for column in COLUMNS
}


def rows() -> list[Row]:
    """Root's row and one for each user, as things are now."""
    with_device = {device.get("User") for device in iam._mfa_devices.values()}
    keys: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key in iam._access_keys.values():
        keys[key["UserName"]].append(key)
    return [
        _root_row(),
        *(_user_row(user, name in with_device, keys[name]) for name, user in iam._users.items()),
    ]


def _root_row() -> Row:
    root = root_user()
    used = root.password_last_used
    return {
        **_NOTHING,
        "user": "<root_account>",
        "arn": root_arn(),
        "user_creation_time": _date(root.created),
        "password_enabled": root.password,
        "password_last_used": "no_information" if used is None else _date(used),
        "password_last_changed": "not_supported",
        "password_next_rotation": "not_supported",
        "mfa_active": root.devices > 0,
        **{f"access_key_{number}_active": root.access_keys >= number for number in (1, 2)},
    }


def _user_row(user: dict[str, Any], mfa: bool, keys: list[dict[str, Any]]) -> Row:
    row: Row = {
        **_NOTHING,
        "user": user["UserName"],
        "arn": user["Arn"],
        "user_creation_time": _date(user["CreateDate"]),
        "mfa_active": mfa,
        **_password(user),
    }
    for number, key in enumerate(keys[:2], start=1):
        row |= {f"access_key_{number}_{name}": value for name, value in _access_key(key).items()}
    return row


def _password(user: dict[str, Any]) -> Row:
    profile = iam._login_profiles.get(user["UserName"])
    if profile is None:
        return {}
    used = user.get("PasswordLastUsed")
    changed = _seconds(profile.get("PasswordLastChanged") or profile["CreateDate"])
    days = (iam._account_password_policy.get("policy") or {}).get("MaxPasswordAge")
    return {
        "password_enabled": True,
        "password_last_used": "no_information" if used is None else _date(used),
        "password_last_changed": _date(changed),
        "password_next_rotation": _date(changed + int(days) * 86_400) if days else "N/A",
    }


def _access_key(key: dict[str, Any]) -> Row:
    row: Row = {"active": key["Status"] == "Active", "last_rotated": _date(key["CreateDate"])}
    if used := key.get("LastUsed"):
        row["last_used_date"] = _date(used["date"])
        row["last_used_region"], row["last_used_service"] = used["region"], used["service"]
    return row


def _seconds(moment: float | str) -> float:
    return clock.seconds_of(moment) if isinstance(moment, str) else moment


def _date(moment: float | str) -> str:
    """The report's own form of a date: it says +00:00 where IAM's answers say Z."""
    return datetime.fromtimestamp(int(_seconds(moment)), timezone.utc).isoformat()
