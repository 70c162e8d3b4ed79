"""What a door is."""

from collections.abc import Callable
from typing import Any

Door = Callable[[Any], Any]
Doors = dict[tuple[str, str], Door]


def clearing(clear: Callable[[], None]) -> Door:
    """A door that makes something forget, and answers nothing."""

    def door(_body: Any) -> dict[str, Any]:
        clear()
        return {}

    return door
