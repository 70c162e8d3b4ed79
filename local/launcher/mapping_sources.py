"""The mappings of queues that are on, each with both its ends, and when its next batch is due.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ministack import app
from ministack.core.responses import request_scope
from ministack.services import lambda_svc, sqs

from attempts import function_record
from mapping_checks import role_problem

Message = dict[str, Any]

# An event has at most six megabytes, and a record is more than the body of its message.
_PAYLOAD = 6 * 1024 * 1024
_AROUND_A_BODY = 700


class Source(NamedTuple):
    """A mapping that is on, with both its ends."""

    mapping: dict[str, Any]
    function: dict[str, Any]
    queue: dict[str, Any]

    def running(self) -> int:
        """How many batches its function has."""
        return lambda_svc._esm_inflight.get(self.mapping["UUID"], 0)

    def width(self) -> int:
        """How many it may have."""
        return lambda_svc._sqs_esm_concurrency(
            self.mapping, self.function, self.function["config"], self.queue
        )

    def batch(self, visible: list[Message]) -> list[Message]:
        """The first of the visible messages that fit into one event."""
        room, batch = _PAYLOAD, visible[: int(self.mapping["BatchSize"])]
        for count, message in enumerate(batch):
            room -= len(message["body"].encode()) + _AROUND_A_BODY
            if room < 0:
                return batch[: max(1, count)]
        return batch

    def due(self, visible: list[Message]) -> float:
        """When the next batch begins: at once if it is full, else when its window ends."""
        since = min(message["visible_at"] for message in visible)
        full = len(visible) >= int(self.mapping["BatchSize"])
        if full or len(self.batch(visible)) < len(visible):
            return since
        return since + int(self.mapping.get("MaximumBatchingWindowInSeconds") or 0)


def sources() -> Iterator[Source]:
    """Every mapping of a queue that is on, in the scope of its account."""
    for account, region, mapping in lambda_svc._iter_all_esms():
        with request_scope(account, region):
            queue = sqs._queue_by_arn(mapping["EventSourceArn"])
            function = function_record(mapping["FunctionArn"])
            if not (queue and function and mapping["State"] == "Enabled"):
                continue
            problem = role_problem(function["config"]["Role"], queue)
            if problem:
                app.logger.warning("%s is not polled: %s", queue["name"], problem)
            else:
                yield Source(mapping, function, queue)
