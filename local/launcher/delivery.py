"""Asynchronous invocations: a queue per function, as wide as its reserved concurrency.

The emulator would start a process for each event of a burst, and lose those over its cap.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import eventbridge, lambda_svc

import clock
from attempts import Delivery, attempt, function_record, reserved_concurrency
from patching import replaces

_DEFAULT_WIDTH = 4


@dataclass
class FunctionQueue:
    """The events of one function, and how many of them are being worked on."""

    function_arn: str
    account_id: str
    region: str
    events: list[Delivery] = field(default_factory=list)
    running: int = 0
    threads: int = 0


_queues: dict[str, FunctionQueue] = {}


def install() -> None:
    """Take asynchronous invocations over from the emulator."""

    @replaces(lambda_svc, name="invoke_async_with_retry")
    def invoke_event(_original, function, event):
        enqueue((function.get("config") or function)["FunctionArn"], event)

    @replaces(eventbridge, name="_dispatch_to_lambda")
    def rule_target(_original, arn, payload):
        enqueue(arn, eventbridge._decoded_detail(payload))


def enqueue(function_arn: str, event: Any) -> None:
    """Accept an event for a function."""
    accepted_at = clock.now()
    with clock.moved:
        queue = _queues.setdefault(
            function_arn, FunctionQueue(function_arn, get_account_id(), get_region())
        )
        queue.events.append(Delivery(event, accepted_at, due=accepted_at))
        _widen(queue)
        clock.moved.notify_all()


def pending() -> Iterator[dict[str, Any]]:
    """What is queued, running, and waiting for a retry, function by function."""
    with clock.moved:
        now = clock.now()
        for queue in _queues.values():
            waiting = [d for d in queue.events if d.due > now]
            yield {
                "function": queue.function_arn.rpartition(":function:")[2],
                "queued": len(queue.events) - len(waiting),
                "running": queue.running,
                "waiting": [d.summary() for d in waiting],
            }


def clear() -> None:
    """Drop what has not begun."""
    with clock.moved:
        for queue in _queues.values():
            queue.events.clear()


def _widen(queue: FunctionQueue) -> None:
    function = function_record(queue.function_arn)
    reserved = reserved_concurrency(function) if function else None
    width = _DEFAULT_WIDTH if reserved is None else max(1, reserved)
    while queue.threads < min(width, len(queue.events) + queue.running):
        queue.threads += 1
        threading.Thread(target=_work, args=(queue,), daemon=True).start()


def _work(queue: FunctionQueue) -> None:
    while True:
        delivery = _take(queue)
        stays = False
        try:
            with request_scope(queue.account_id, queue.region):
                stays = attempt(queue.function_arn, delivery)
        except Exception:
            app.logger.exception("delivery to %s", queue.function_arn)
        finally:
            with clock.moved:
                queue.running -= 1
                if stays:
                    queue.events.append(delivery)
                clock.moved.notify_all()


def _take(queue: FunctionQueue) -> Delivery:
    """The next event that is due, waited for."""
    with clock.moved:
        while not any(d.due <= clock.now() for d in queue.events):
            soonest = min((d.due - clock.now() for d in queue.events), default=None)
            clock.moved.wait(soonest)
        delivery = min(queue.events, key=lambda d: d.due)
        queue.events.remove(delivery)
        queue.running += 1
        return delivery
