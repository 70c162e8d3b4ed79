"""Metrics that functions write into their logs, in the embedded metric format.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Iterator
from typing import Any

from ministack.services import cloudwatch, lambda_svc

import clock
from patching import replaces

Metric = dict[str, Any]

_metrics: list[Metric] = []


def all_metrics() -> list[Metric]:
    """Every value since the start or the last clearing, oldest first."""
    return _metrics


def clear() -> None:
    """Forget them."""
    _metrics.clear()


def install() -> None:
    """Read what functions log."""

    @replaces(lambda_svc, name="_emit_lambda_logs")
    def emit_logs(original, function, request_id, log_text, *rest, **keywords):
        config = function.get("config") or function
        for line in (log_text or "").splitlines():
            for metric in _read(line):
                _keep({"function": config.get("FunctionName"), **metric})
        return original(function, request_id, log_text, *rest, **keywords)


def _keep(metric: Metric) -> None:
    _metrics.append(metric)
    # So that GetMetricData, GetMetricStatistics and alarms know of it as well.
    cloudwatch.record_metric(
        metric["namespace"],
        metric["name"],
        metric["value"],
        metric["unit"],
        metric["dimensions"],
    )


def _read(line: str) -> Iterator[Metric]:
    if '"_aws"' not in line:
        return
    try:
        # Before it, the runtime may have put time, request id and level.
        document = json.loads(line[line.index("{") :])
        directives = document["_aws"]["CloudWatchMetrics"]
    except (ValueError, KeyError, TypeError):
        return
    for directive in directives:
        for names in directive.get("Dimensions") or [[]]:
            dimensions = {name: str(document.get(name, "")) for name in names}
            for definition in directive.get("Metrics", []):
                for value in _values(document.get(definition["Name"])):
                    yield {
                        "at": clock.iso_milliseconds(clock.now()),
                        "namespace": directive["Namespace"],
                        "name": definition["Name"],
                        "value": value,
                        "unit": definition.get("Unit", "None"),
                        "dimensions": dimensions,
                    }


def _values(value: Any) -> list[float]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
