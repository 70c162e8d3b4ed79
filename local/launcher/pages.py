"""A page of a list: IsTruncated, Marker and MaxItems, which the emulator does not know.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
"""

import base64
import binascii
from collections.abc import Callable

from ministack.services import iam

import faults
from iam_answers import Response, parameter

_DEFAULT_SIZE = 100
_LARGEST_SIZE = 1000

# By the key that lists are sorted by and markers remember: what makes the item's XML.
Items = dict[str, Callable[[], str]]


def page(action: str, list_name: str, items: Items, parameters: dict) -> Response:
    """IAM's answer with the page that the request asks for."""
    try:
        size, after = _size(action, parameters), _after(parameter(parameters, "Marker"))
    except ValueError as error:
        return iam._error(400, "ValidationError", str(error))
    keys = [key for key in sorted(items) if key > after]
    shown = keys[:size]
    members = "".join(f"<member>{items[key]()}</member>" for key in shown)
    end = "<IsTruncated>false</IsTruncated>"
    if len(keys) > len(shown):
        marker = base64.b64encode(shown[-1].encode()).decode()
        end = f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"
    result = f"<{list_name}>{members}</{list_name}>{end}"
    return iam._xml(200, f"{action}Response", f"<{action}Result>{result}</{action}Result>")


def _size(action: str, parameters: dict) -> int:
    asked = int(parameter(parameters, "MaxItems") or _DEFAULT_SIZE)
    if not 1 <= asked <= _LARGEST_SIZE:
        raise ValueError(f"Value '{asked}' at 'maxItems' must be between 1 and {_LARGEST_SIZE}")
    return min(asked, faults.page_size(action) or _LARGEST_SIZE)


def _after(marker: str) -> str:
    try:
        return base64.b64decode(marker, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("Invalid Marker.") from error
