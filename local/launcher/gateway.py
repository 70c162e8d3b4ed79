"""Every API call passes here: faults first, then the emulator, then the records of it."""

import asyncio
import html
import json
import re

from ministack import app

import call as calls_in_progress
import calls
import faults
import last_use
import trail
from patching import replaces


def install() -> None:
    """Put this gateway in front of the emulator's own dispatch."""

    @replaces(app, name="_dispatch_service_request")
    async def dispatch(original, method, path, headers, body, query_params, request_id):
        call = calls_in_progress.begin(method, path, headers, body, query_params, request_id)
        latency = faults.latency_seconds(call)
        if latency:
            await asyncio.sleep(latency)
        refusal = faults.refusal(call)
        response = refusal or await original(method, path, headers, body, query_params, request_id)
        status, response_headers, payload = response[0], response[1], response[2]
        error = _error(status, response_headers, payload)
        calls.record(call, status, error)
        last_use.of_access_key(call, error)
        trail.record(call, status, error, payload)
        return response


def _error(status: int, headers: dict, payload: object) -> tuple[str, str] | None:
    """Code and message of a failed call, out of either protocol; None when it succeeded."""
    if status < 400:
        return None
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    found = re.search(r"<Code>(.*?)</Code>.*?<Message>(.*?)</Message>", text, re.DOTALL)
    if found:
        return html.unescape(found[1]), html.unescape(found[2])
    try:
        body = json.loads(text or "{}")
    except ValueError:
        body = {}
    code = str(body.get("__type") or headers.get("x-amzn-errortype") or "Unknown")
    message = body.get("message") or body.get("Message") or ""
    return code.rpartition("#")[2].partition(":")[0], str(message)
