"""Faults that tests ask for: refusals, latency, small pages, reads that lag behind writes."""

import json
from typing import Any
from xml.sax.saxutils import escape

from call import Call

Fault = dict[str, Any]

_REQUIRED = {
    "refuse": {"service", "action", "code", "status", "message", "times"},
    "stale": {"service", "action", "seconds"},
    "latency": {"milliseconds"},
    "page-size": {"size"},
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
    _faults.extend(dict(fault) for fault in faults)


def all_faults() -> list[Fault]:
    """The faults in force, `times` counted down."""
    return _faults


def clear() -> None:
    """Have no faults."""
    _faults.clear()


def latency_seconds(call: Call) -> float:
    """How long this call has to wait."""
    return sum(fault["milliseconds"] for fault in _matching("latency", call)) / 1000


def refusal(call: Call) -> tuple[int, dict[str, str], bytes] | None:
    """The error that answers this call in place of the emulator, if one does."""
    for fault in _matching("refuse", call):
        if fault["times"] > 0:
            fault["times"] -= 1
            return _error_response(call, fault)
    return None


def page_size(action: str) -> int | None:
    """The most items a page of this action may have."""
    sizes = [
        fault["size"]
        for fault in _faults
        if fault["kind"] == "page-size" and fault.get("action", action) == action
    ]
    return min(sizes, default=None)


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


def _matching(kind: str, call: Call) -> list[Fault]:
    return [
        fault
        for fault in _faults
        if fault["kind"] == kind
        and fault.get("service", call.service) == call.service
        and fault.get("action", call.action) == call.action
        and fault.get("userName", call.user_name) == call.user_name
    ]


def _error_response(call: Call, fault: Fault) -> tuple[int, dict[str, str], bytes]:
    code, message = str(fault["code"]), str(fault["message"])
    if "form-urlencoded" in call.headers.get("content-type", ""):
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{escape(code)}</Code>"
            f"<Message>{escape(message)}</Message></Error>"
            f"<RequestId>{call.request_id}</RequestId></ErrorResponse>"
        )
        return int(fault["status"]), {"Content-Type": "text/xml"}, body.encode()
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-errortype": code}
    return int(fault["status"]), headers, json.dumps({"__type": code, "message": message}).encode()
