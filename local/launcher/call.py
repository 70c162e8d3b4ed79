"""The API call that is being answered, as the other modules see it."""

import contextvars
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id


@dataclass
class Call:
    """One request to an AWS API."""

    service: str
    action: str
    parameters: dict[str, Any]
    headers: dict[str, str]
    request_id: str
    access_key_id: str
    # Empty when nobody has that key.
    principal_arn: str
    # What authorisation was asked about; filled in when it is evaluated.
    resource_arn: str = "*"
    query: dict[str, str] = field(default_factory=dict)

    @property
    def user_name(self) -> str | None:
        """The user that the request names, if it names one."""
        name = self.parameters.get("UserName")
        return name if isinstance(name, str) and name else None

    @property
    def calling_user(self) -> str | None:
        """The name of the IAM user who calls, or None for root and roles."""
        return self.principal_arn.rpartition("/")[2] if ":user/" in self.principal_arn else None


_current: contextvars.ContextVar[Call | None] = contextvars.ContextVar("call", default=None)


def current() -> Call | None:
    """The call that is being answered, also by a deployment; None outside of one (the doors)."""
    return _current.get()


def begin(method: str, path: str, headers: dict, body: bytes, query: dict, request_id: str) -> Call:
    """Read a request and make it the current call."""
    routing = app._routing_params(method, path, headers, body, query)
    service = app.detect_service(method, path, headers, routing)
    parameters = _parameters(headers, body, query)
    access_key_id = extract_access_key_id(headers, query) or ""
    identity = iam_evaluator.resolve_caller_identity(access_key_id) or {}
    call = Call(
        service=service,
        action=_action(service, method, path, headers, body, routing, parameters),
        parameters=parameters,
        headers=headers,
        request_id=request_id,
        access_key_id=access_key_id,
        # Without enforcement the emulator takes every key for root's.
        principal_arn=identity.get("userArn", "" if app.AUTH else root_arn()),
        query={name: values[0] for name, values in query.items() if values},
    )
    _current.set(call)
    return call


def root_arn() -> str:
    """The account's root user."""
    return f"arn:aws:iam::{get_account_id()}:root"


def _parameters(headers: dict, body: bytes, query: dict) -> dict[str, Any]:
    if headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in {**form, **query}.items()}
    try:
        decoded = json.loads(body or b"{}")
    except ValueError:
        return {}
    return decoded if isinstance(decoded, dict) else {}


def _action(service, method, path, headers, body, routing, parameters) -> str:
    """The API's own name of the action, in each of the protocols."""
    if target := headers.get("x-amz-target"):
        return target.rpartition(".")[2]
    if isinstance(parameters.get("Action"), str):
        return parameters["Action"]
    if operation := re.search(r"/operation/(\w+)$", path):
        return operation[1]
    permission = iam_actions.extract_iam_action(service, method, path, headers, body, routing)
    return (permission or "").partition(":")[2]
