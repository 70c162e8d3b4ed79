"""So many calls a second, and no more.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from collections.abc import Hashable

import clock
from call import Call
from error_responses import ErrorResponse, error_response, speaks_query

# What is left of a second's calls, and at what time.
_buckets: dict[Hashable, tuple[float, float]] = {}


def clear() -> None:
    """Every bucket is full again."""
    _buckets.clear()


def admits(bucket: Hashable, per_second: float) -> bool:
    """Take a token out of the bucket; it never holds more than those of one second."""
    now, size = clock.now(), max(per_second, 1.0)
    left, since = _buckets.get(bucket, (size, now))
    left = min(size, left + (now - since) * per_second)
    _buckets[bucket] = (left - 1 if left >= 1 else left, now)
    return left >= 1


def refusal(call: Call) -> ErrorResponse:
    """AWS's answer to a call too many; each protocol has a name of its own for it."""
    code = "Throttling" if speaks_query(call) else "ThrottlingException"
    return error_response(call, code, 400, "Rate exceeded")
