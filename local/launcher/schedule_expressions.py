"""One-off schedules: what Scheduler takes for a time, and what CloudFormation for a schedule.

A time in the past is taken, as on AWS. What Scheduler then does is not written anywhere; here the
schedule is due at once.
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time
"""

import re
from datetime import datetime
from typing import Any

from ministack.services import scheduler
from ministack.services.cloudformation import provisioners

from patching import replaces, replaces_entry

# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
_PROPERTIES = frozenset(
    {
        "Description",
        "EndDate",
        "FlexibleTimeWindow",
        "GroupName",
        "KmsKeyArn",
        "Name",
        "ScheduleExpression",
        "ScheduleExpressionTimezone",
        "StartDate",
        "State",
        "Target",
    }
)


def install() -> None:
    """Refuse what AWS refuses, of the API and of CloudFormation, which passes it by."""
    _refuse_by_the_api("_create_schedule")
    _refuse_by_the_api("_update_schedule")
    handlers = provisioners._RESOURCE_HANDLERS["AWS::Scheduler::Schedule"]

    @replaces_entry(handlers, "create")
    def create(original, logical_id, properties, stack_name):
        _check(properties)
        return original(logical_id, properties, stack_name)

    @replaces_entry(handlers, "update")
    def update(original, physical_id, old_properties, new_properties, *rest):
        _check(new_properties)
        return original(physical_id, old_properties, new_properties, *rest)


def _refuse_by_the_api(function: str) -> None:
    @replaces(scheduler, name=function)
    def checked(original, name, body):
        expression = body.get("ScheduleExpression") or ""
        if is_malformed(expression):
            return scheduler._error(400, "ValidationException", _invalid(expression))
        return original(name, body)


def is_malformed(expression: str) -> bool:
    """Whether this is meant to be a one-off and is none: seconds are needed, a zone is too much."""
    if not expression.lstrip().startswith("at"):
        return False
    found = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", expression)
    try:
        return found is None or not datetime.fromisoformat(found[1])
    except ValueError:
        return True


def _check(properties: dict[str, Any]) -> None:
    # ActionAfterCompletion is the API's alone: a stack would lose sight of what deletes itself.
    unknown = sorted(properties.keys() - _PROPERTIES)
    if unknown:
        raise ValueError(
            "Properties validation failed for resource with message: "
            + ", ".join(f"#: extraneous key [{name}] is not permitted" for name in unknown)
        )
    expression = properties.get("ScheduleExpression") or ""
    if is_malformed(expression):
        raise ValueError(f"{_invalid(expression)} (Service: Scheduler, Status Code: 400)")


def _invalid(expression: str) -> str:
    return f"Invalid Schedule Expression {expression}."
