"""Alarms, evaluated when a test asks: as CloudWatch does it, and on the metrics of now.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import Any

from ministack import app
from ministack.services import cloudwatch

import clock
import queue_metrics
from patching import replaces
from service_rights import may_publish

Alarm = dict[str, Any]

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": ge,
    "GreaterThanThreshold": gt,
    "LessThanThreshold": lt,
    "LessThanOrEqualToThreshold": le,
}
_ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")
_MISSING = {"breaching": True, "notBreaching": False}


def install() -> None:
    """Keep the emulator from evaluating them: it takes all queues for one, and does not ask."""

    @replaces(cloudwatch, name="_evaluate_alarm")
    def evaluate_alarm(_original, _alarm):
        # What goes wrong on purpose in a test would mail to somebody in the middle of it.
        return


def evaluate() -> dict[str, list[dict[str, str]]]:
    """Bring every alarm up to date, and tell those whom it tells; answers the states."""
    queue_metrics.record()
    for alarm in cloudwatch._alarms.values():
        state = _state(alarm)
        if state != alarm["StateValue"]:
            _change(alarm, state)
    return {
        "alarms": [
            {"name": alarm["AlarmName"], "state": alarm["StateValue"]}
            for alarm in cloudwatch._alarms.values()
        ]
    }


def _state(alarm: Alarm) -> str:
    compare = _COMPARE.get(alarm.get("ComparisonOperator") or "")
    if compare is None or not alarm.get("MetricName"):
        return alarm["StateValue"]
    missing = _MISSING.get(alarm.get("TreatMissingData") or "")
    breaching = [
        missing if value is None else compare(value, float(alarm["Threshold"]))
        for value in _values(alarm)
    ]
    if all(breaches is None for breaches in breaching):
        ignores = alarm.get("TreatMissingData") == "ignore"
        return alarm["StateValue"] if ignores else "INSUFFICIENT_DATA"
    needed = int(alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"])
    return "ALARM" if breaching.count(True) >= needed else "OK"


def _values(alarm: Alarm) -> list[float | None]:
    """One value a period, the latest first; None where there is none."""
    dimensions = {d["Name"]: d["Value"] for d in alarm.get("Dimensions") or []}
    key = (alarm["Namespace"], alarm["MetricName"], cloudwatch._dims_key(dimensions))
    points, now, period = cloudwatch._metrics.get(key) or [], clock.now(), int(alarm["Period"])
    statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
    values: list[float | None] = []
    for index in range(int(alarm["EvaluationPeriods"])):
        within = [p for p in points if index <= (now - p["Timestamp"]) / period < index + 1]
        stats = cloudwatch._calc_stats(within)
        values.append(cloudwatch._stat_value(stats, statistic, within) if stats else None)
    return values


def _change(alarm: Alarm, state: str) -> None:
    before, reason = alarm["StateValue"], f"Threshold Crossed: {alarm['MetricName']}"
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(clock.now()))
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    allowed = {
        kind: [arn for arn in alarm.get(kind) or [] if _may_tell(arn, alarm)] for kind in _ACTIONS
    }
    cloudwatch._dispatch_alarm_actions({**alarm, **allowed}, before, state, reason)


def _may_tell(topic_arn: str, alarm: Alarm) -> bool:
    may = may_publish("cloudwatch.amazonaws.com", topic_arn, alarm["AlarmArn"])
    if not may:
        app.logger.warning("alarm %s may not publish to %s", alarm["AlarmName"], topic_arn)
    return may
