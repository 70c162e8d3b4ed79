"""A page of a list: IsTruncated, Marker and MaxItems, which the emulator does not know.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
"""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ministack.services import iam

import faults
from iam_answers import Response, parameter

_DEFAULT_SIZE = 100
_LARGEST_SIZE = 1000
# A marker is never empty, even that of a first page with nothing on it.
_MARK = "after:"

# By the key that lists are sorted by and markers remember: what makes the item's XML.
Items = dict[str, Callable[[], str]]


class InvalidPageError(ValueError):
    """A size or a marker that IAM refuses."""


@dataclass(frozen=True)
class Page:
    """The keys of the items on a page, and the XML that says whether there is another."""

    keys: list[str]
    end: str


def page(action: str, list_name: str, items: Items, parameters: dict) -> Response:
    """IAM's answer with the page that the request asks for."""
    try:
        shown = cut(action, items, parameters)
    except InvalidPageError as error:
        return invalid(error)
    members = "".join(f"<member>{items[key]()}</member>" for key in shown.keys)
    result = f"<{list_name}>{members}</{list_name}>{shown.end}"
    return iam._xml(200, f"{action}Response", f"<{action}Result>{result}</{action}Result>")


def invalid(error: ValueError) -> Response:
    """IAM's answer to a request that it cannot take."""
    return iam._error(400, "ValidationError", str(error))


def cut(action: str, keys: Iterable[str], parameters: dict) -> Page:
    """The page that the request asks for.

    Raises InvalidPageError.
    """
    size, after = _size(action, parameters), _after(parameter(parameters, "Marker"))
    left = [key for key in sorted(keys) if key > after]
    shown = left[:size]
    if len(left) == len(shown):
        return Page(shown, "<IsTruncated>false</IsTruncated>")
    last = shown[-1] if shown else after
    marker = base64.b64encode((_MARK + last).encode()).decode()
    return Page(shown, f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>")


def _size(action: str, parameters: dict) -> int:
    asked = int(parameter(parameters, "MaxItems") or _DEFAULT_SIZE)
    if not 1 <= asked <= _LARGEST_SIZE:
        raise InvalidPageError(
            f"Value '{asked}' at 'maxItems' must be between 1 and {_LARGEST_SIZE}"
        )
    return min(asked, faults.page_size(action, _LARGEST_SIZE))


def _after(marker: str) -> str:
    if not marker:
        return ""
    try:
        text = base64.b64decode(marker, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise InvalidPageError("Invalid Marker.") from error
    if not text.startswith(_MARK):
        raise InvalidPageError("Invalid Marker.")
    return text.removeprefix(_MARK)
