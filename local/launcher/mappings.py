"""Event source mappings of queues: batches begin when they are due, so many at once.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

import math
from collections.abc import Iterator
from typing import Any

from ministack.services import lambda_svc, sqs

import clock
import mapping_batches
import queue_lock
from mapping_sources import Message, Source, sources
from patching import replaces

# The messages that a function has at this moment, by id.
_handed_over: set[str] = set()


def install() -> None:
    """Poll in place of the emulator, which knows neither windows nor batches of more than ten."""

    @replaces(lambda_svc, name="_poll_sqs")
    def poll(_original):
        begun = [_begin_batch(source) for source in sources()]
        return any(begun)


def pending() -> Iterator[dict[str, Any]]:
    """What is due, running, and waiting for its time, mapping by mapping."""
    with queue_lock.messages:
        now = clock.now()
        for source in sources():
            free = [m for m in source.queue["messages"] if m["id"] not in _handed_over]
            visible = [m for m in free if m["visible_at"] <= now]
            due = source.due(visible) if visible else now
            times = [(max(m["visible_at"], due), m) for m in free]
            yield {
                "function": source.function["config"]["FunctionName"],
                "queued": len([at for at, _ in times if at <= now]),
                "running": source.running(),
                "waiting": [
                    {"due": clock.iso_milliseconds(at), "attempts": m["receive_count"]}
                    for at, m in times
                    if at > now
                ],
            }


def _begin_batch(source: Source) -> bool:
    """Hand the next batch over if it is due; answers whether it was."""
    with queue_lock.messages:
        sqs._expire_retained(source.queue)
        sqs._dlq_sweep(source.queue)
        visible = [m for m in source.queue["messages"] if m["visible_at"] <= clock.now()]
        if not visible or source.due(visible) > clock.now() or source.running() >= source.width():
            return False
        batch = sqs._collect_msgs(source.queue, len(source.batch(visible)), math.inf)
        if batch:
            _handed_over.update(message["id"] for message in batch)
            lambda_svc._dispatch_esm_batch(source.mapping["UUID"], _run, source, batch)
        return bool(batch)


def _run(source: Source, batch: list[Message]) -> None:
    begun = clock.now()
    try:
        mapping_batches.run(source.mapping, source.function, source.queue, batch)
    finally:
        # The timeout of the queue is longer than the function may take, so it does not end before
        # the function does, even if a test sets the clock forward meanwhile.
        timeout = int(source.queue["attributes"]["VisibilityTimeout"])
        with queue_lock.messages:
            _handed_over.difference_update(message["id"] for message in batch)
            for message in batch:
                if message["visible_at"] == math.inf:
                    message["visible_at"] = begun + timeout
