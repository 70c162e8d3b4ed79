"""Small things that the modules on IAM share."""

from typing import Any

from ministack.services import iam

Response = tuple[int, dict[str, str], bytes]

HANDLERS = iam._IAM_HANDLERS


def parameter(parameters: dict[str, Any], name: str) -> str:
    """One parameter of a request, or the empty string."""
    return str(iam._p(parameters, name) or "")


def no_such_entity(message: str) -> Response:
    """IAM's answer about something that is not there."""
    return iam._error(404, "NoSuchEntity", message)


def no_such_user(name: str) -> Response:
    """IAM's answer about a user who is not there."""
    return no_such_entity(f"The user with name {name} cannot be found.")


def limit_exceeded(quota: str, limit: int) -> Response:
    """IAM's answer at a quota.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    return iam._error(409, "LimitExceeded", f"Cannot exceed quota for {quota}: {limit}")


def done(action: str) -> Response:
    """IAM's answer of an action that has nothing to tell."""
    return iam._xml(200, f"{action}Response", "")
