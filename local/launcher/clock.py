"""A clock that tests can set forward, so that minutes of waiting pass in milliseconds."""

import os
import tempfile
import threading
import time
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace

from ministack import app
from ministack.core import iam_evaluator, sigv4
from ministack.core.concurrency import esm_wake
from ministack.services import cloudwatch, eventbridge, iam, sns, sqs

from patching import replaces

# Where the functions' processes read how many milliseconds the clock is ahead.
_FILE_VARIABLE = "LOCAL_CLOCK_FILE"

_offset_seconds = 0.0
moved = threading.Condition()


def now() -> float:
    """Seconds since the epoch: real time plus what tests have added."""
    return time.time() + _offset_seconds


def offset_milliseconds() -> int:
    """How far ahead of real time the clock is."""
    return round(_offset_seconds * 1000)


def advance(seconds: float) -> None:
    """Set the clock forward and wake whoever waits for a time to come."""
    _set_offset(_offset_seconds + seconds)


def reset() -> None:
    """Back to real time."""
    _set_offset(0.0)


def iso(seconds: float) -> str:
    """The form CloudTrail and IAM give a time: whole seconds, UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(moment: str) -> int:
    """The seconds since the epoch that `iso` wrote."""
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp())


def iso_milliseconds(seconds: float) -> str:
    """As `iso`, with milliseconds."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _set_offset(seconds: float) -> None:
    global _offset_seconds
    with moved:
        _offset_seconds = seconds
        _write_file()
        moved.notify_all()
    # Messages may have become visible, and batches due.
    esm_wake.set()


def _write_file() -> None:
    file = Path(os.environ[_FILE_VARIABLE])
    # A reader never sees half of it.
    unfinished = file.with_suffix(".new")
    unfinished.write_text(str(offset_milliseconds()))
    unfinished.replace(file)


def install() -> None:
    """Let dates that the emulator writes come from this clock."""
    os.environ[_FILE_VARIABLE] = str(Path(tempfile.gettempdir()) / "clock")
    _write_file()

    # What these services date, and what they wait for, follows the clock: messages in queues, the
    # age of metrics, the times of events.
    for service in (sqs, sns, eventbridge, cloudwatch):
        service.time = SimpleNamespace(**{**vars(service.time), "time": now})

    @replaces(iam, name="_now")
    def iam_now(_original):
        return iso(now())

    @replaces(iam_evaluator, name="_resolve_condition_key")
    def condition_key(original, key, context):
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        moment = {"aws:currenttime": iso(now()), "aws:epochtime": str(int(now()))}
        return moment.get(key.lower()) or original(key, context)

    @replaces(app, name="formatdate")
    def date_header(original, **keywords):
        # Beyond five minutes from the Date of an answer the SDK takes its own clock for wrong,
        # and tries again.
        return original(now(), **keywords)

    @replaces(sigv4, name="request_time_failure")
    def either_clock(original, signature, **keywords):
        # Functions sign with this clock, tests with the real one: each is right in its own.
        if original(signature, **keywords) is None:
            return None
        return original(signature, now=datetime.fromtimestamp(now(), timezone.utc))
