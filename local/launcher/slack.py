"""A Slack that has incoming webhooks and nothing else, under /_slack/services/.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
"""

import asyncio
import json
from typing import Any

from ministack import app

import clock
from patching import replaces
from slack_blocks import problem

_PREFIX = "/_slack/services/"
# What Slack says where a test does not say what.
_TEXTS = {
    400: "invalid_payload",
    403: "invalid_token",
    404: "no_service",
    410: "channel_is_archived",
    429: "rate_limited",
    500: "rollup_error",
}

_posts: list[dict[str, Any]] = []
_tries: list[dict[str, Any]] = []
_script: list[dict[str, Any]] = []


def posts() -> list[dict[str, Any]]:
    """What was accepted, oldest first."""
    return _posts


def tries() -> list[dict[str, Any]]:
    """Every request and how it was answered, oldest first."""
    return _tries


def script(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Answer so from now on, one after the other, each as often as it says or until the next."""
    for answer in answers:
        if not answer.keys() & {"status", "milliseconds"}:
            raise ValueError("an answer needs a status or milliseconds")
    _script[:] = [dict(answer) for answer in answers]
    return {}


def clear() -> None:
    """Forget posts, tries and what was to be answered."""
    _posts.clear()
    _tries.clear()
    _script.clear()


def install() -> None:
    """Answer the webhooks' paths before anything is taken for a call to AWS."""

    @replaces(app, name="_handle_post_body_shortcuts")
    async def shortcuts(original, method, path, headers, body, query_params, request_id):
        if not path.startswith(_PREFIX):
            return await original(method, path, headers, body, query_params, request_id)
        return await _answer(path.removeprefix(_PREFIX), body if method == "POST" else b"")


async def _answer(webhook: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    scripted, sent = _next(webhook), body.decode("utf-8", "replace")
    status, text = _judge(sent)
    if "status" in scripted:
        status = int(scripted["status"])
        text = scripted.get("answer") or _TEXTS.get(status, "error")
    tried = {"at": clock.iso_milliseconds(clock.now()), "webhook": webhook, "status": status}
    before = [t for t in _tries if (t["webhook"], t["body"]) == (webhook, sent)]
    _tries.append({**tried, "answer": text, "body": sent})
    if status == 200:
        # Before it hangs: who gives up waiting has posted all the same.
        post = {"at": tried["at"], "webhook": webhook, "body": json.loads(sent)}
        _posts.append({**post, "tries": len(before) + 1})
    await asyncio.sleep(scripted.get("milliseconds", 0) / 1000)
    headers = {"Content-Type": "text/html"}
    if status == 429:
        headers["Retry-After"] = str(scripted.get("retryAfter", 30))
    return status, headers, text.encode()


def _next(webhook: str) -> dict[str, Any]:
    for answer in _script:
        if answer.get("times", 1) > 0 and answer.get("webhook", "") in webhook:
            if "times" in answer:
                answer["times"] -= 1
            return answer
    return {}


def _judge(body: str) -> tuple[int, str]:
    try:
        message = json.loads(body)
    except ValueError:
        return 400, "invalid_payload"
    wrong = problem(message)
    return (400, wrong) if wrong else (200, "ok")
