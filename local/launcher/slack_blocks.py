"""What Slack refuses of a message.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator
from typing import Any

_BLOCKS = 50
_HEADER, _SECTION, _FIELD, _BUTTON = 150, 3000, 2000, 75
_FIELDS, _CONTEXT, _ACTIONS = 10, 10, 25


def problem(message: Any) -> str | None:
    """Slack's word for what is wrong with it; None if nothing is."""
    if not isinstance(message, dict) or not (message.get("text") or message.get("blocks")):
        return "invalid_payload"
    blocks = message.get("blocks") or []
    if not isinstance(blocks, list) or len(blocks) > _BLOCKS:
        return "invalid_blocks"
    if not all(isinstance(block, dict) and all(_checks(block)) for block in blocks):
        return "invalid_blocks"
    return None


def _checks(block: dict[str, Any]) -> Iterator[bool]:
    kind, fields, elements = block.get("type"), block.get("fields"), block.get("elements")
    if kind == "header":
        yield _is_text(block.get("text"), _HEADER, "plain_text")
    elif kind == "section":
        yield fields is not None or _is_text(block.get("text"), _SECTION)
        yield block.get("text") is None or _is_text(block["text"], _SECTION)
        yield fields is None or _are(fields, _FIELDS, lambda field: _is_text(field, _FIELD))
    elif kind == "context":
        yield _are(elements, _CONTEXT, lambda item: item.get("type") == "image" or _is_text(item))
    elif kind == "actions":
        yield _are(elements, _ACTIONS, lambda item: _is_text(item.get("text"), _BUTTON))
    else:
        yield kind in ("divider", "image", "rich_text")


def _is_text(text: Any, longest: int = _SECTION, *kinds: str) -> bool:
    return (
        isinstance(text, dict)
        and text.get("type") in (kinds or ("plain_text", "mrkdwn"))
        and isinstance(text.get("text"), str)
        and 0 < len(text["text"]) <= longest
    )


def _are(items: Any, most: int, is_right: Any) -> bool:
    return (
        isinstance(items, list)
        and 0 < len(items) <= most
        and all(isinstance(item, dict) and is_right(item) for item in items)
    )
