"""What tests may ask of the local AWS beyond AWS itself, as JSON under /_local/."""

import asyncio
import json
from typing import Any

from ministack import app

import mfa_sessions
import schedules
from door_list import DOORS
from patching import replaces

_PREFIX = "/_local/"


def install() -> None:
    """Answer the doors' paths before anything is taken for a call to AWS."""

    @replaces(app, name="_handle_post_body_shortcuts")
    async def shortcuts(original, method, path, headers, body, query_params, request_id):
        if not path.startswith(_PREFIX):
            return await original(method, path, headers, body, query_params, request_id)
        return await _answer(method, path.removeprefix(_PREFIX), body)


async def _answer(method: str, name: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    door = DOORS.get((method, name))
    if door is None:
        return _json(404, {"error": f"there is no {method} {_PREFIX}{name}"})
    try:
        answer = door(json.loads(body) if body else {})
        return _json(200, await answer if asyncio.iscoroutine(answer) else answer)
    except mfa_sessions.UnknownUserError as error:
        return _json(404, {"error": f"there is no user {error}"})
    except schedules.UnknownScheduleError as error:
        return _json(404, {"error": f"there is no schedule {error}"})
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return _json(400, {"error": f"{type(error).__name__}: {error}"})


def _json(status: int, answer: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, json.dumps(answer).encode()
