"""Reads that lag behind writes, for tests of IAM's eventual consistency.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ministack.services import iam

import clock
import faults
from iam_devices import devices_of
from patching import replaces_entry


@dataclass(frozen=True)
class _Stored:
    """Something of a user's that can be read as it was."""

    read: str
    writes: tuple[str, ...]
    load: Callable[[str], Any]
    store: Callable[[str, Any], None]


# What there was before the last write, and when that write was: by read action and user.
_before: dict[tuple[str, str], tuple[float, Any]] = {}


def forget(user_name: str) -> None:
    """A deleted user's past is not that of the next user of the name."""
    for key in [key for key in _before if key[1] == user_name]:
        del _before[key]


def clear() -> None:
    """Forget everything."""
    _before.clear()


def install() -> None:
    """Remember what each write replaces, and answer with it while the fault says so."""
    profile_writes = ("CreateLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile")
    device_writes = ("EnableMFADevice", "DeactivateMFADevice")
    _watch(_Stored("GetLoginProfile", profile_writes, _profile, _set_profile))
    _watch(_Stored("ListMFADevices", device_writes, _devices, _set_devices))


def _watch(stored: _Stored) -> None:
    @replaces_entry(iam._IAM_HANDLERS, *stored.writes)
    def remember(original, parameters):
        user_name = iam._p(parameters, "UserName")
        before = copy.deepcopy(stored.load(user_name))
        response = original(parameters)
        if response[0] < 400:
            _before[stored.read, user_name] = (clock.now(), before)
        return response

    @replaces_entry(iam._IAM_HANDLERS, stored.read)
    def read(original, parameters):
        user_name = iam._p(parameters, "UserName")
        written_at, before = _before.get((stored.read, user_name), (0.0, None))
        if clock.now() - written_at >= faults.stale_seconds(stored.read, user_name):
            return original(parameters)
        true_value = copy.deepcopy(stored.load(user_name))
        stored.store(user_name, before)
        try:
            return original(parameters)
        finally:
            stored.store(user_name, true_value)


def _profile(user_name: str) -> dict | None:
    return iam._login_profiles.get(user_name)


def _set_profile(user_name: str, profile: dict | None) -> None:
    iam._login_profiles.pop(user_name, None)
    if profile is not None:
        iam._login_profiles[user_name] = profile


def _devices(user_name: str) -> dict[str, dict]:
    return devices_of(user_name)


def _set_devices(user_name: str, devices: dict[str, dict]) -> None:
    for serial in _devices(user_name):
        iam._mfa_devices[serial]["User"] = None
    for serial, device in devices.items():
        iam._mfa_devices[serial] = device
