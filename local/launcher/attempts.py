"""One attempt at an asynchronous invocation, and what follows from how it went.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from ministack.services import lambda_svc

import clock
import failure_records

_DEFAULT_RETRIES = 2
_DEFAULT_EVENT_AGE = 6 * 3600
_WAITS_BEFORE_RETRY = (60, 120)
# AWS waits from one second up to five minutes; nobody learns anything from waiting here.
_WAIT_AFTER_THROTTLE = 0.02


@dataclass
class Delivery:
    """One event on its way to a function."""

    event: Any
    accepted_at: float
    due: float
    attempts: int = 0
    failure: dict[str, Any] | None = None

    def summary(self) -> dict[str, Any]:
        """When it is tried next, and how often it was."""
        return {"due": clock.iso_milliseconds(self.due), "attempts": self.attempts}


def function_record(function_arn: str) -> dict[str, Any] | None:
    """The function as it is now; None when it is gone."""
    function, config, _name = lambda_svc._get_func_record_for_ref(function_arn)
    return lambda_svc._execution_record_for_config(function, config) if function else None


def reserved_concurrency(function: dict[str, Any]) -> int | None:
    """How many invocations at once the function has been given, if that was said."""
    return lambda_svc._reserved_concurrency(function, function["config"])


def attempt(function_arn: str, delivery: Delivery) -> bool:
    """Invoke the function once; answers whether the event stays in its queue."""
    function = function_record(function_arn)
    if function is None:
        return False
    settings = _settings(function)
    expires_at = delivery.accepted_at + settings.get("MaximumEventAgeInSeconds", _DEFAULT_EVENT_AGE)
    if reserved_concurrency(function) == 0:
        # https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
        return _give_up(function, delivery, "ZeroReservedConcurrency")
    if clock.now() >= expires_at:
        return _give_up(function, delivery, "EventAgeExceeded")
    result = lambda_svc._execute_function(function, delivery.event)
    if result.get("throttle"):
        # A throttle is no attempt: the event goes back until it is too old.
        time.sleep(_WAIT_AFTER_THROTTLE)
        return True
    delivery.attempts += 1
    if not result.get("error"):
        return False
    delivery.failure = result
    if delivery.attempts > settings.get("MaximumRetryAttempts", _DEFAULT_RETRIES):
        return _give_up(function, delivery, "RetriesExhausted")
    delivery.due = min(clock.now() + _WAITS_BEFORE_RETRY[delivery.attempts - 1], expires_at)
    return True


def _settings(function: dict[str, Any]) -> dict[str, Any]:
    configs = function.get("event_invoke_configs") or {}
    return configs.get("$LATEST") or configs.get("") or {}


def _give_up(function: dict[str, Any], delivery: Delivery, condition: str) -> bool:
    destination = (_settings(function).get("DestinationConfig") or {}).get("OnFailure") or {}
    if arn := destination.get("Destination"):
        failure_records.send(arn, function["config"], delivery, condition)
    return False
