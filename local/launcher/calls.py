"""A record of every API call, for tests that ask who called what."""

from typing import Any

import clock
from call import Call

_calls: list[dict[str, Any]] = []


def record(call: Call, status: int, error: tuple[str, str] | None) -> None:
    """Remember one answered call."""
    entry: dict[str, Any] = {
        "at": clock.iso_milliseconds(clock.now()),
        "service": call.service,
        "action": call.action,
        "principal": call.principal_arn,
        "status": status,
    }
    if error:
        entry["error"] = error[0]
    if call.user_name:
        entry["userName"] = call.user_name
    _calls.append(entry)


def all_calls() -> list[dict[str, Any]]:
    """Every call since the start or the last clearing, oldest first."""
    return _calls


def clear() -> None:
    """Forget them."""
    _calls.clear()
