"""Request and response of an IAM call in the form CloudTrail gives them.

Names begin with a small letter, numbers and booleans are typed as the API's model says, secrets
are left out. The model is botocore's, so every IAM action is covered alike.
https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
"""

import functools
from datetime import datetime
from typing import Any

import botocore.loaders
import botocore.model
import botocore.parsers

from call import Call

# Secret, though the API's model does not mark them so.
_ALSO_SECRET = {"authenticationCodeType", "BootstrapDatum"}


def request_parameters(call: Call) -> dict[str, Any] | None:
    """The requestParameters element, or None for a request without parameters."""
    operation = _operation(call.action)
    if operation is None or operation.input_shape is None:
        return None
    return _structure_from_form(operation.input_shape, call.parameters, "") or None


def response_elements(call: Call, payload: bytes) -> dict[str, Any] | None:
    """The responseElements element, or None for a call that answers nothing."""
    operation = _operation(call.action)
    if operation is None or operation.output_shape is None:
        return None
    response = {"status_code": 200, "headers": {}, "body": payload}
    parsed = botocore.parsers.create_parser("query").parse(response, operation.output_shape)
    parsed.pop("ResponseMetadata", None)
    return _public(operation.output_shape, parsed) or None


def error_code(code: str) -> str:
    """CloudTrail's name of an IAM error: the exception's, but for a denial."""
    if code == "AccessDenied" or code.endswith("Exception"):
        return code
    return f"{code}Exception"


@functools.cache
def _service_model() -> botocore.model.ServiceModel:
    loader = botocore.loaders.create_loader()
    return botocore.model.ServiceModel(loader.load_service_model("iam", "service-2"), "iam")


def _operation(action: str) -> botocore.model.OperationModel | None:
    model = _service_model()
    return model.operation_model(action) if action in model.operation_names else None


def _is_secret(shape: botocore.model.Shape) -> bool:
    return bool(shape.metadata.get("sensitive")) or shape.name in _ALSO_SECRET


def _camel(name: str) -> str:
    return name[:1].lower() + name[1:]


def _structure_from_form(shape, form: dict[str, Any], prefix: str) -> dict[str, Any]:
    members = {}
    for name, member in shape.members.items():
        if _is_secret(member):
            continue
        value = _value_from_form(member, form, f"{prefix}{name}")
        if value not in (None, [], {}):
            members[_camel(name)] = value
    return members


def _value_from_form(shape, form: dict[str, Any], key: str) -> Any:
    if shape.type_name == "structure":
        return _structure_from_form(shape, form, f"{key}.")
    if shape.type_name == "list":
        values = []
        while (
            value := _value_from_form(shape.member, form, f"{key}.member.{len(values) + 1}")
        ) not in (None, {}):
            values.append(value)
        return values
    if key not in form:
        return None
    if shape.type_name == "boolean":
        return form[key] == "true"
    return int(form[key]) if shape.type_name in ("integer", "long") else form[key]


def _public(shape, value: Any) -> Any:
    if shape.type_name == "structure":
        return {
            _camel(name): _public(shape.members[name], member)
            for name, member in value.items()
            if name in shape.members and not _is_secret(shape.members[name])
        }
    if shape.type_name == "list":
        return [_public(shape.member, member) for member in value]
    return _spoken(value) if isinstance(value, datetime) else value


def _spoken(moment: datetime) -> str:
    """A date as IAM's response elements have it: Nov 3, 2026 9:04:05 AM."""
    hour = moment.hour % 12 or 12
    return f"{moment:%b} {moment.day}, {moment.year} {hour}:{moment:%M:%S %p}"
