"""How tests want credential reports, and root, to be."""

from dataclasses import dataclass
from typing import Any

from root_user import root_user


@dataclass
class Settings:
    """How reports are made."""

    # How long it takes, by the clock.
    seconds: float = 0.0
    upper_case: bool = False
    extra_column: bool = False


_settings = Settings()


def current() -> Settings:
    """The settings in force."""
    return _settings


def clear() -> None:
    """Back to reports that are made at once and as AWS documents them."""
    global _settings
    _settings = Settings()


def configure(body: dict[str, Any]) -> dict[str, Any]:
    """Set what the body names, for the reports and for root's credentials; answers it all."""
    root = root_user()
    setters = {
        "seconds": lambda value: setattr(_settings, "seconds", float(value)),
        "upperCase": lambda value: setattr(_settings, "upper_case", bool(value)),
        "extraColumn": lambda value: setattr(_settings, "extra_column", bool(value)),
        "rootMfa": lambda value: setattr(root, "mfa", bool(value)),
        "rootPassword": lambda value: setattr(root, "password", bool(value)),
        "rootAccessKeys": lambda value: setattr(root, "access_keys", int(value)),
    }
    unknown = body.keys() - setters
    if unknown:
        raise ValueError(f"there is no {', '.join(sorted(unknown))} to set")
    for name, value in body.items():
        setters[name](value)
    return {
        "seconds": _settings.seconds,
        "upperCase": _settings.upper_case,
        "extraColumn": _settings.extra_column,
        "rootMfa": root.mfa,
        "rootPassword": root.password,
        "rootAccessKeys": root.access_keys,
    }
