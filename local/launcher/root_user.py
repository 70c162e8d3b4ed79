"""The account's root user, as tests have it: no API call gives root a password or a device."""

from dataclasses import dataclass, field

from ministack.core.responses import get_account_id

import clock


@dataclass
class RootUser:
    """What root signs in with."""

    password: bool = True
    # A passkey or a hardware token: of these the API tells only that there is one.
    mfa: bool = False
    access_keys: int = 0
    # Since when there is a virtual device, if there is one.
    virtual_device_enabled: str | None = None
    password_last_used: float | None = None
    created: float = field(default_factory=clock.now)

    @property
    def devices(self) -> int:
        """How many MFA devices root has."""
        return int(self.mfa) + int(self.virtual_device_enabled is not None)


_by_account: dict[str, RootUser] = {}


def root_user() -> RootUser:
    """The root user of the account that the call is about."""
    return _by_account.setdefault(get_account_id(), RootUser())


def virtual_device_serial() -> str:
    """The name that the console gives root's virtual device."""
    return f"arn:aws:iam::{get_account_id()}:mfa/root-account-mfa-device"


def set_virtual_device(there: bool) -> dict[str, bool]:
    """Give root a virtual device, or take it away."""
    root_user().virtual_device_enabled = clock.iso(clock.now()) if there else None
    return {"virtual": there}


def clear() -> None:
    """Back to a root user with a password and nothing else."""
    _by_account.clear()
