"""What tests may ask of the local AWS beyond AWS itself, as JSON under /_local/."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from ministack import app

import bus
import calls
import clock
import delivery
import faults
import mail
import mfa_sessions
import resetting
import sign_in
import trail
from patching import replaces

_PREFIX = "/_local/"

Door = Callable[[Any], Any]


def install() -> None:
    """Answer the doors' paths before anything is taken for a call to AWS."""

    @replaces(app, name="_handle_post_body_shortcuts")
    async def shortcuts(original, method, path, headers, body, query_params, request_id):
        if not path.startswith(_PREFIX):
            return await original(method, path, headers, body, query_params, request_id)
        return await _answer(method, path.removeprefix(_PREFIX), body)


async def _answer(method: str, name: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    door = _DOORS.get((method, name))
    if door is None:
        return _json(404, {"error": f"there is no {method} {_PREFIX}{name}"})
    try:
        answer = door(json.loads(body) if body else {})
        return _json(200, await answer if asyncio.iscoroutine(answer) else answer)
    except mfa_sessions.UnknownUserError as error:
        return _json(404, {"error": f"there is no user {error}"})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return _json(400, {"error": f"{type(error).__name__}: {error}"})


def _json(status: int, answer: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(answer).encode()


def _clear(clearing: Callable[[], None]) -> Door:
    def door(_body: Any) -> dict[str, Any]:
        clearing()
        return {}

    return door


def _switch_trail(body: dict[str, Any]) -> dict[str, bool]:
    trail.switch(bool(body["on"]))
    return {"on": trail.is_on()}


def _put_events(body: Any) -> dict[str, list[str]]:
    envelopes = body if isinstance(body, list) else [body]
    return {"ids": [bus.put(envelope) for envelope in envelopes]}


def _sign_in(body: dict[str, Any]) -> dict[str, str]:
    return {"id": sign_in.tell(body["user"], bool(body["mfa"]), bool(body.get("success", True)))}


def _console_session(body: dict[str, Any]) -> dict[str, Any]:
    return mfa_sessions.console_session(body["user"], bool(body["mfa"]))


def _add_faults(body: Any) -> dict[str, list[faults.Fault]]:
    faults.add(body if isinstance(body, list) else [body])
    return {"faults": faults.all_faults()}


def _clock(_body: Any) -> dict[str, Any]:
    return {
        "now": clock.iso_milliseconds(clock.now()),
        "offsetSeconds": clock.offset_milliseconds() / 1000,
    }


def _advance(body: dict[str, Any]) -> dict[str, Any]:
    clock.advance(float(body["advance"]))
    return _clock(body)


_DOORS: dict[tuple[str, str], Door] = {
    ("GET", "mail"): lambda _: {"mail": mail.letters()},
    ("DELETE", "mail"): _clear(mail.clear),
    ("GET", "calls"): lambda _: {"calls": calls.all_calls()},
    ("DELETE", "calls"): _clear(calls.clear),
    ("POST", "trail"): _switch_trail,
    ("POST", "events"): _put_events,
    ("POST", "sign-in"): _sign_in,
    ("POST", "console-session"): _console_session,
    ("GET", "faults"): lambda _: {"faults": faults.all_faults()},
    ("POST", "faults"): _add_faults,
    ("DELETE", "faults"): _clear(faults.clear),
    ("GET", "clock"): _clock,
    ("POST", "clock"): _advance,
    ("GET", "deliveries"): lambda _: {"functions": list(delivery.pending())},
    ("POST", "reset"): lambda _: resetting.reset(),
}
