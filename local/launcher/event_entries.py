"""The entries of PutEvents: what EventBridge does not take, and what it took.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

import json
from typing import Any

from ministack.services import eventbridge

import call as calls_in_progress
import faults
from patching import replaces

Entry = dict[str, Any]

_MOST_ENTRIES = 10


def install() -> None:
    """Answer for each entry by itself."""

    @replaces(eventbridge, name="_put_events")
    def put_events(original, data, *rest, **keywords):
        entries = data.get("Entries", [])
        if len(entries) > _MOST_ENTRIES:
            return original(data, *rest, **keywords)
        failures = {**_problems(entries), **_failures_on_purpose(entries)}
        taken = [entry for index, entry in enumerate(entries) if index not in failures]
        status, headers, body = original({**data, "Entries": taken}, *rest, **keywords)
        answers = iter(json.loads(body)["Entries"])
        results = [failures.get(index) or next(answers) for index in range(len(entries))]
        failed = sum("ErrorCode" in result for result in results)
        return (
            status,
            headers,
            json.dumps({"FailedEntryCount": failed, "Entries": results}).encode(),
        )


def accepted(bus: str) -> list[dict[str, Any]]:
    """What was put onto a bus, oldest first."""
    return [
        {
            "id": event["EventId"],
            "source": event["Source"],
            "detailType": event["DetailType"],
            "detail": json.loads(event["Detail"]),
            "resources": event["Resources"],
        }
        for event in eventbridge._events_log_list()
        if event["EventBusName"] == bus
    ]


def _failures_on_purpose(entries: list[Entry]) -> dict[int, Entry]:
    call = calls_in_progress.current()
    fault = faults.failing_entries(call) if call is not None else None
    if fault is None:
        return {}
    message = fault.get("message", "Rate exceeded")
    failure = {"ErrorCode": fault["code"], "ErrorMessage": message}
    return dict.fromkeys(range(min(len(entries), fault.get("entries", len(entries)))), failure)


def _problems(entries: list[Entry]) -> dict[int, Entry]:
    problems = ((index, _problem(entry)) for index, entry in enumerate(entries))
    return {index: problem for index, problem in problems if problem}


def _problem(entry: Entry) -> Entry | None:
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": reason}
    try:
        detail = json.loads(entry["Detail"])
    except ValueError:
        detail = None
    if isinstance(detail, dict):
        return None
    return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
