"""Properties that the emulator's CloudFormation accepts and drops: applied after its handlers."""

from collections.abc import Callable
from typing import Any

from ministack.services import dynamodb, lambda_svc, scheduler, sns
from ministack.services.cloudformation import provisioners

from patching import replaces_entry

Properties = dict[str, Any]


def install() -> None:
    """Apply what was dropped."""
    _afterwards("AWS::Lambda::Function", _reserved_concurrency)
    _afterwards("AWS::SNS::Topic", _topic_key)
    _afterwards("AWS::DynamoDB::Table", _table_settings)
    _afterwards("AWS::Scheduler::Schedule", _time_zone)


def _afterwards(resource_type: str, apply: Callable[[str, Properties], None]) -> None:
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]

    @replaces_entry(handlers, "create")
    def create(original, logical_id, properties, stack_name):
        physical_id, attributes = original(logical_id, properties, stack_name)
        apply(physical_id, properties)
        return physical_id, attributes

    @replaces_entry(handlers, "update")
    def update(original, physical_id, old_properties, new_properties, *rest):
        physical_id, attributes = original(physical_id, old_properties, new_properties, *rest)
        apply(physical_id, new_properties)
        return physical_id, attributes


def _reserved_concurrency(name: str, properties: Properties) -> None:
    reserved = properties.get("ReservedConcurrentExecutions")
    lambda_svc._functions[name]["concurrency"] = None if reserved is None else int(reserved)


def _topic_key(arn: str, properties: Properties) -> None:
    attributes = sns._topics[arn]["attributes"]
    attributes.pop("KmsMasterKeyId", None)
    if key := properties.get("KmsMasterKeyId"):
        attributes["KmsMasterKeyId"] = key


def _time_zone(name: str, properties: Properties) -> None:
    schedule = scheduler._schedules[f"{properties.get('GroupName', 'default')}/{name}"]
    schedule["ScheduleExpressionTimezone"] = properties.get("ScheduleExpressionTimezone", "UTC")


def _table_settings(name: str, properties: Properties) -> None:
    if ttl := properties.get("TimeToLiveSpecification"):
        dynamodb._update_ttl({"TableName": name, "TimeToLiveSpecification": ttl})
    if recovery := properties.get("PointInTimeRecoverySpecification"):
        dynamodb._update_continuous_backups(
            {"TableName": name, "PointInTimeRecoverySpecification": recovery}
        )
    if encryption := properties.get("SSESpecification"):
        # CloudFormation calls it SSEEnabled, the API Enabled.
        specification = {**encryption, "Enabled": encryption.get("SSEEnabled")}
        dynamodb._tables[name]["SSEDescription"] = dynamodb._sse_description_from_spec(
            specification
        )
