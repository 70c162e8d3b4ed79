"""A record of the trail as LookupEvents tells it, and by what it can be looked up.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
"""

import json
from typing import Any

Record = dict[str, Any]

LOOKUP_KEYS = frozenset(
    {
        "AccessKeyId",
        "EventId",
        "EventName",
        "EventSource",
        "ReadOnly",
        "ResourceName",
        "ResourceType",
        "Username",
    }
)

# What a request names, and the type that CloudTrail gives it.
_RESOURCES = {
    "userName": "AWS::IAM::User",
    "newUserName": "AWS::IAM::User",
    "groupName": "AWS::IAM::Group",
    "roleName": "AWS::IAM::Role",
    "policyArn": "AWS::IAM::Policy",
    "accessKeyId": "AWS::IAM::AccessKey",
    "serialNumber": "AWS::IAM::MfaDevice",
}


def lookup_event(record: Record, event_time: int) -> dict[str, Any]:
    """The event; what a record does not have is left out."""
    event = {
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "ReadOnly": _read_only(record),
        "AccessKeyId": record["userIdentity"].get("accessKeyId"),
        "EventTime": event_time,
        "EventSource": record["eventSource"],
        "Username": _user_name(record),
        "Resources": _resources(record),
        "CloudTrailEvent": json.dumps(record),
    }
    return {name: value for name, value in event.items() if value not in (None, "")}


def has_attribute(record: Record, key: str, value: str) -> bool:
    """Whether looking for this finds the record; letter by letter, as CloudTrail compares."""
    if key in ("ResourceName", "ResourceType"):
        return any(resource[key] == value for resource in _resources(record))
    return value == {
        "AccessKeyId": record["userIdentity"].get("accessKeyId"),
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "EventSource": record["eventSource"],
        "ReadOnly": _read_only(record),
        "Username": _user_name(record),
    }.get(key)


def _read_only(record: Record) -> str:
    return "true" if record["readOnly"] else "false"


def _user_name(record: Record) -> str | None:
    """The user's name, a role's session's, or `root`, which userIdentity has no name for."""
    identity = record["userIdentity"]
    if identity["type"] == "Root":
        return "root"
    if identity["type"] == "AssumedRole":
        return identity["arn"].rpartition("/")[2]
    return identity.get("userName")


def _resources(record: Record) -> list[dict[str, str]]:
    parameters = record.get("requestParameters") or {}
    return [
        {"ResourceType": kind, "ResourceName": parameters[name]}
        for name, kind in _RESOURCES.items()
        if parameters.get(name)
    ]
