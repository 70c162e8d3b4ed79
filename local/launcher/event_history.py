"""CloudTrail's event history: on in every account, whether there is a trail or not.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

from dataclasses import dataclass
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudtrail

import clock
import faults
import lookup_requests as requests
from history_events import has_attribute, lookup_event
from patching import replaces_entry

_NINETY_DAYS = 90 * 86_400


@dataclass(frozen=True)
class _Kept:
    at: float
    event_time: int
    record: dict[str, Any]


_history: list[_Kept] = []
_delay = 0.0


def keep(record: dict[str, Any]) -> None:
    """Put a record into the history; it shows when the delay is over."""
    _history.append(_Kept(clock.now(), clock.seconds_of(record["eventTime"]), record))


def set_delay(seconds: float) -> None:
    """How long after a call, by the clock, the history knows of it: minutes on AWS."""
    global _delay
    _delay = seconds


def delay() -> float:
    """The delay in seconds."""
    return _delay


def clear() -> None:
    """Forget everything."""
    _history.clear()
    set_delay(0.0)


def install() -> None:
    """Look events up as CloudTrail does."""

    @replaces_entry(cloudtrail._DISPATCH, "LookupEvents")
    def lookup_events(_original, body):
        try:
            return cloudtrail._ok(_lookup(body))
        except requests.RefusedError as error:
            return cloudtrail._err(*error.args)


def _lookup(body: dict[str, Any]) -> dict[str, Any]:
    wanted, (start, end) = requests.attribute(body), requests.times(body)
    size = min(requests.size(body), faults.page_size("LookupEvents", requests.LARGEST_PAGE))
    shown: list[dict[str, Any]] = []
    for index in range(requests.end_of_rest(body, len(_history)), 0, -1):
        kept = _history[index - 1]
        if not (start <= kept.event_time <= end and _is_seen(kept) and _has(kept, wanted)):
            continue
        if len(shown) == size:
            return {"Events": shown, "NextToken": requests.token(body, index)}
        shown.append(lookup_event(kept.record, kept.event_time))
    return {"Events": shown}


def _is_seen(kept: _Kept) -> bool:
    """Each account and Region has a history of its own; what IAM does is in us-east-1."""
    record = kept.record
    return (
        record["recipientAccountId"] == get_account_id()
        and record["awsRegion"] == get_region()
        and clock.now() - _NINETY_DAYS <= kept.at <= clock.now() - _delay
    )


def _has(kept: _Kept, wanted: tuple[str, str] | None) -> bool:
    return wanted is None or has_attribute(kept.record, *wanted)
