"""What a schedule sends to its target."""

import json
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

import clock


def scheduled_event(schedule: dict[str, Any]) -> dict[str, Any]:
    """The event of a schedule in the form that the emulator's rules hand on."""
    return {
        "EventId": str(uuid.uuid4()),
        "Source": "aws.scheduler",
        "DetailType": "Scheduled Event",
        "Detail": "{}",
        "Time": clock.now(),
        "Resources": [schedule["Arn"]],
        "Account": get_account_id(),
        "Region": get_region(),
    }


def payload_of(schedule: dict[str, Any]) -> str:
    """The schedule's input with its context attributes, or what a schedule without input sends.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    """
    text = schedule["Target"].get("Input")
    if not text:
        return json.dumps(
            eventbridge._pattern_event_view(scheduled_event(schedule)).event_with_detail()
        )
    for name, value in {
        "schedule-arn": schedule["Arn"],
        "scheduled-time": clock.iso(clock.now()),
        "execution-id": str(uuid.uuid4()),
        "attempt-number": "1",
    }.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text
