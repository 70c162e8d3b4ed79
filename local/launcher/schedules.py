"""EventBridge Scheduler: schedules that run when a test says so, as the role they were given.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
"""

from types import SimpleNamespace
from typing import Any

from ministack import app
from ministack.services import eventbridge, lambda_svc, scheduler, sqs

import clock
import delivery
import queues
from patching import replaces
from scheduled_events import payload_of, scheduled_event
from service_roles import role_may, trusts

_SCHEDULER = "scheduler.amazonaws.com"

_running = False
# Which schedules had run, when the emulator last looked, and what they were then.
_ran: dict[Any, tuple[float, str]] = {}


class UnknownScheduleError(LookupError):
    """There is no such schedule."""


def switch(on: bool) -> dict[str, bool]:
    """Let schedules run by themselves, by the launcher's clock, or not; what is due runs now."""
    global _running
    _running = on
    run_due()
    return {"on": on}


def run_due() -> None:
    """Run what is due by the clock, if schedules run by themselves."""
    scheduler._tick_schedules()


def fire(part_of_name: str) -> dict[str, list[str]]:
    """Run the schedule of that name now, or else all whose names contain it."""
    found = [s for s in scheduler._schedules.values() if part_of_name in s["Name"]]
    fired = [s for s in found if s["Name"] == part_of_name] or found
    if not fired:
        raise UnknownScheduleError(part_of_name)
    for schedule in fired:
        eventbridge._invoke_target(schedule["Target"], scheduled_event(schedule), schedule)
    return {"fired": [schedule["Name"] for schedule in fired]}


def install() -> None:
    """Keep schedules from running by themselves, and deliver as the schedule's role."""
    scheduler.time = SimpleNamespace(time=clock.now, sleep=scheduler.time.sleep)

    @replaces(scheduler, name="_tick_schedules")
    def tick(original):
        # What begins at 03:00 of whatever day it is would fall into some test or other.
        if _running:
            _let_changed_ones_run_again()
            original()
            _ran.update({key: _identity(key) for key in scheduler._schedule_last_fired})

    @replaces(eventbridge, name="_invoke_target")
    def invoke_target(original, target, event, rule, view=None):
        arn = target.get("Arn", "")
        if ":scheduler:" not in rule.get("Arn", "") or ":lambda:" not in arn:
            return original(target, event, rule, view)
        payload, obstacle = payload_of(rule), _obstacle(arn, target["RoleArn"])
        if obstacle is None:
            return delivery.enqueue(arn, eventbridge._decoded_detail(payload))
        return _give_up(rule, payload, obstacle)


def _let_changed_ones_run_again() -> None:
    """The emulator remembers that a one-off has run, and not for which time."""
    for key in list(scheduler._schedule_last_fired):
        created, expression = _identity(key)
        if _ran.get(key) != (created, expression) and expression.startswith("at("):
            del scheduler._schedule_last_fired[key]


def _identity(key: Any) -> tuple[float, str]:
    schedule = scheduler._schedules._data.get(key) or {}
    return schedule.get("CreationDate", 0.0), schedule.get("ScheduleExpression", "")


def _obstacle(function_arn: str, role_arn: str) -> str | None:
    """Why the schedule cannot invoke the function; None if it can."""
    may = trusts(role_arn, _SCHEDULER) and role_may(role_arn, "lambda:InvokeFunction", function_arn)
    if app.AUTH and not may:
        return "AccessDeniedException"
    known = lambda_svc._get_func_record_for_ref(function_arn)[0] is not None
    return None if known else "ResourceNotFoundException"


def _give_up(schedule: dict[str, Any], payload: str, obstacle: str) -> None:
    """Put it into the schedule's dead-letter queue, if its role may; the wait is left out."""
    target = schedule["Target"]
    app.logger.warning("schedule %s, target %s: %s", schedule["Name"], target["Arn"], obstacle)
    queue = (target.get("DeadLetterConfig") or {}).get("Arn", "")
    if sqs._queue_by_arn(queue) is None:
        return
    if app.AUTH and not role_may(target["RoleArn"], "sqs:SendMessage", queue):
        return
    attributes = {
        "ERROR_CODE": obstacle,
        "SCHEDULE_ARN": schedule["Arn"],
        "TARGET_ARN": target["Arn"],
    }
    queues.send(queue, payload, attributes)
