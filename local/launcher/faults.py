"""Faults that tests ask for: refusals, latency, small pages, reads that lag behind writes."""

from typing import Any

import throttling
from call import Call
from error_responses import ErrorResponse, error_response

Fault = dict[str, Any]

_REQUIRED = {
    "refuse": {"code", "status", "message", "times"},
    "fail-entries": {"code", "times"},
    "rate": {"perSecond"},
    "stale": {"service", "action", "seconds"},
    "latency": {"milliseconds"},
    "page-size": set(),
}

_faults: list[Fault] = []


class InvalidFaultError(ValueError):
    """A fault that lacks something or is of an unknown kind."""


def add(faults: list[Fault]) -> None:
    """Have these faults from now on, besides those asked for before."""
    for fault in faults:
        required = _REQUIRED.get(fault.get("kind", ""))
        if required is None:
            raise InvalidFaultError(f"kind must be one of {', '.join(_REQUIRED)}")
        missing = required - fault.keys()
        if missing:
            raise InvalidFaultError(f"{fault['kind']} needs {', '.join(sorted(missing))}")
        if fault["kind"] == "page-size" and not ("size" in fault or fault.get("sizes")):
            raise InvalidFaultError("page-size needs size or sizes")
    _faults.extend(dict(fault) for fault in faults)


def all_faults() -> list[Fault]:
    """The faults in force, `after` and `times` counted down."""
    return _faults


def clear() -> None:
    """Have no faults."""
    _faults.clear()
    throttling.clear()


def latency_seconds(call: Call) -> float:
    """How long this call has to wait."""
    return sum(fault["milliseconds"] for fault in _matching("latency", call)) / 1000


def refusal(call: Call) -> ErrorResponse | None:
    """The error that answers this call in place of the emulator, if one does."""
    if fault := _first_to_strike("refuse", call):
        return error_response(call, fault["code"], fault["status"], fault["message"])
    for fault in _matching("rate", call):
        if not throttling.admits((id(fault), call.service, call.action), fault["perSecond"]):
            return throttling.refusal(call)
    return None


def failing_entries(call: Call) -> Fault | None:
    """How entries of this call fail though the call itself does not, if they do."""
    return _first_to_strike("fail-entries", call)


def page_size(action: str, at_most: int) -> int:
    """The most items that the next page of this action may have."""
    sizes = [at_most]
    for fault in _faults:
        if fault["kind"] == "page-size" and fault.get("action", action) == action:
            if fault.get("sizes"):
                # One after the other, and from the start again.
                sizes.append(fault["sizes"][0])
                fault["sizes"] = [*fault["sizes"][1:], fault["sizes"][0]]
            else:
                sizes.append(fault["size"])
    return min(sizes)


def stale_seconds(action: str, user_name: str) -> float:
    """For how long after a write this read still answers as before it."""
    return max(
        (
            fault["seconds"]
            for fault in _faults
            if fault["kind"] == "stale"
            and fault["action"] == action
            and fault.get("userName", user_name) == user_name
        ),
        default=0.0,
    )


def _first_to_strike(kind: str, call: Call) -> Fault | None:
    for fault in _matching(kind, call):
        if fault.get("after", 0) > 0:
            fault["after"] -= 1
        elif fault["times"] > 0:
            fault["times"] -= 1
            return fault
    return None


def _matching(kind: str, call: Call) -> list[Fault]:
    return [fault for fault in _faults if fault["kind"] == kind and _matches(fault, call)]


def _matches(fault: Fault, call: Call) -> bool:
    return (
        fault.get("service", "*") in ("*", call.service)
        and fault.get("action", "*") in ("*", call.action)
        and fault.get("userName", call.user_name) == call.user_name
        # A part of the ARN, such as the name of a function's role.
        and fault.get("principal", "") in call.principal_arn
    )
