"""How the launcher changes the emulator: by putting its own function in place of one of its.

A name that the emulator no longer has raises at start, so that an upgrade cannot silently lose
a behaviour.
"""

import functools
from collections.abc import Callable, MutableMapping
from types import ModuleType
from typing import Any


def replaces(*modules: ModuleType | type, name: str) -> Callable[[Callable], Callable]:
    """Put the decorated function in place of `name` in every module that holds a copy of it.

    The function receives the original as its first argument.
    """

    def decorate(function: Callable) -> Callable:
        original = getattr(modules[0], name)
        patched = _handing_over(original, function)
        for module in modules:
            if getattr(module, name) is not original:
                raise RuntimeError(f"{module.__name__}.{name} is not the function that it was")
            setattr(module, name, patched)
        return function

    return decorate


def replaces_entry(
    table: MutableMapping[str, Any], *keys: str, new: bool = False
) -> Callable[[Callable], Callable]:
    """The same for entries of a dispatch table; `new` says that the emulator has no such entry."""

    def decorate(function: Callable) -> Callable:
        for key in keys:
            if new == (key in table):
                raise RuntimeError(f"{key} is {'already' if new else 'not'} in the dispatch table")
            table[key] = function if new else _handing_over(table[key], function)
        return function

    return decorate


def _handing_over(original: Callable, function: Callable) -> Callable:
    @functools.wraps(original)
    def patched(*args: Any, **kwargs: Any) -> Any:
        return function(original, *args, **kwargs)

    return patched
