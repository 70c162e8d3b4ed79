"""What a request to LookupEvents asks for, and what CloudTrail refuses.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

import base64
import binascii
import hashlib
import json
from typing import Any

from history_events import LOOKUP_KEYS

LARGEST_PAGE = 50


class RefusedError(Exception):
    """A lookup that CloudTrail refuses: the code and the message."""


def attribute(body: dict[str, Any]) -> tuple[str, str] | None:
    """What to look for, if anything: one attribute and its value."""
    attributes = body.get("LookupAttributes") or []
    if not attributes:
        return None
    if len(attributes) > 1:
        raise RefusedError("InvalidLookupAttributesException", "You can look up one attribute.")
    key, value = attributes[0].get("AttributeKey"), attributes[0].get("AttributeValue")
    if key not in LOOKUP_KEYS or not value:
        raise RefusedError("InvalidLookupAttributesException", f"{key} {value} is not valid.")
    return key, value


def times(body: dict[str, Any]) -> tuple[float, float]:
    """From when to when, in seconds since the epoch."""
    start, end = float(body.get("StartTime") or 0), float(body.get("EndTime") or "inf")
    if start > end:
        raise RefusedError("InvalidTimeRangeException", "The start is after the end.")
    return start, end


def size(body: dict[str, Any]) -> int:
    """How many events at most."""
    asked = int(body.get("MaxResults", LARGEST_PAGE))
    if not 1 <= asked <= LARGEST_PAGE:
        raise RefusedError("InvalidMaxResultsException", f"{asked} is not within 1 and 50.")
    return asked


def end_of_rest(body: dict[str, Any], length: int) -> int:
    """Where in the history, which only grows, the events of this page begin to count down."""
    given = body.get("NextToken")
    if given is None:
        return length
    try:
        digest, _, index = base64.b64decode(given, validate=True).decode().partition(" ")
        end = int(index)
    except (binascii.Error, ValueError) as error:
        raise RefusedError("InvalidNextTokenException", "The token is not valid.") from error
    if digest != _digest(body) or not 0 < end <= length:
        raise RefusedError("InvalidNextTokenException", "The token is of another lookup.")
    return end


def token(body: dict[str, Any], index: int) -> str:
    """What asks for the page that begins there."""
    return base64.b64encode(f"{_digest(body)} {index}".encode()).decode()


def _digest(body: dict[str, Any]) -> str:
    """A token is good for the parameters of the first call alone."""
    parameters = {k: v for k, v in body.items() if k not in ("NextToken", "MaxResults")}
    return hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()
