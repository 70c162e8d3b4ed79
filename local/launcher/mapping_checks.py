"""What Lambda refuses when a mapping of a queue is made, by the API or by CloudFormation.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
"""

from typing import Any

from ministack import app
from ministack.core.responses import error_response_json
from ministack.services import lambda_svc, sqs
from ministack.services.cloudformation import provisioners

from attempts import function_record
from patching import replaces, replaces_entry
from service_roles import role_may

_NEEDED = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
_MAPPINGS = provisioners._RESOURCE_HANDLERS["AWS::Lambda::EventSourceMapping"]


def install() -> None:
    """Refuse what Lambda refuses."""

    @replaces(lambda_svc, name="_create_esm")
    def create(original, data):
        problem = _problem(data)
        if problem:
            return error_response_json("InvalidParameterValueException", problem, 400)
        return original(data)

    @replaces(lambda_svc, name="_update_esm")
    def update(original, esm_id, data):
        problem = _problem({**lambda_svc._esms.get(esm_id, {}), **data})
        if problem:
            return error_response_json("InvalidParameterValueException", problem, 400)
        return original(esm_id, data)

    @replaces_entry(_MAPPINGS, "create")
    def create_in_stack(original, logical_id, properties, stack_name):
        _raise(_problem(properties))
        physical_id, attributes = original(logical_id, properties, stack_name)
        _switch(physical_id, properties)
        return physical_id, attributes

    @replaces_entry(_MAPPINGS, "update")
    def update_in_stack(original, physical_id, old_properties, new_properties, *rest):
        _raise(_problem(new_properties))
        physical_id, attributes = original(physical_id, old_properties, new_properties, *rest)
        _switch(physical_id, new_properties)
        return physical_id, attributes


def role_problem(role_arn: str, queue: dict[str, Any]) -> str | None:
    """Why the role cannot have the queue polled; None if it can."""
    queue_arn = queue["attributes"]["QueueArn"]
    for action in _NEEDED if app.AUTH else ():
        if not role_may(role_arn, f"sqs:{action}", queue_arn):
            return f"The provided execution role does not have permissions to call {action} on SQS"
    return None


def _problem(data: dict[str, Any]) -> str | None:
    queue = sqs._queue_by_arn(data.get("EventSourceArn", ""))
    function = function_record(data.get("FunctionName", ""))
    if queue is None or function is None:
        return None
    size = int(data.get("BatchSize") or 10)
    window = int(data.get("MaximumBatchingWindowInSeconds") or 0)
    if size > 10 and window == 0:
        return (
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is "
            "greater than 10"
        )
    if not 1 <= size <= 10000 or not 0 <= window <= 300:
        return "Batch size must be from 1 to 10000, and the batch window from 0 to 300 seconds"
    visible, longest = queue["attributes"]["VisibilityTimeout"], function["config"]["Timeout"]
    if int(visible) < longest:
        return (
            f"Queue visibility timeout: {visible} seconds is less than "
            f"Function timeout: {longest} seconds"
        )
    return role_problem(function["config"]["Role"], queue)


def _raise(problem: str | None) -> None:
    if problem:
        raise ValueError(f"{problem} (Service: Lambda, Status Code: 400)")


def _switch(mapping_id: str, properties: dict[str, Any]) -> None:
    on = str(properties.get("Enabled", True)).lower() == "true"
    lambda_svc._esms[mapping_id].update(Enabled=on, State="Enabled" if on else "Disabled")
