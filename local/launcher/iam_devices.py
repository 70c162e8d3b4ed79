"""MFA devices: hardware tokens and passkeys besides virtual ones, and what IAM refuses."""

import re

from ministack.core.responses import get_account_id
from ministack.services import iam

from iam_answers import HANDLERS, limit_exceeded, no_such_entity, no_such_user, parameter
from patching import replaces_entry

DEVICES_PER_USER = 8


def devices_of(user_name: str) -> dict[str, dict]:
    """A user's devices by serial number."""
    account = get_account_id()
    # The store's own iteration costs ten times as much, which large accounts feel.
    return {
        serial: device
        for (owner, serial), device in list(iam._mfa_devices._data.items())
        if device.get("User") == user_name and owner == account
    }


def is_virtual(serial: str) -> bool:
    """Whether a serial number is that of an authenticator app."""
    return serial.startswith("arn:") and ":mfa/" in serial


def install() -> None:
    """Refuse what IAM refuses, know every kind of device."""

    @replaces_entry(HANDLERS, "EnableMFADevice")
    def enable_mfa_device(original, parameters):
        name, serial = parameter(parameters, "UserName"), parameter(parameters, "SerialNumber")
        if name in iam._users:
            if len(devices_of(name)) >= DEVICES_PER_USER:
                return limit_exceeded("MFADevicesPerUser", DEVICES_PER_USER)
            if not _codes_can_be_right(parameters):
                return iam._error(
                    403,
                    "InvalidAuthenticationCode",
                    "Authentication code for device is not valid.",
                )
            if not is_virtual(serial):
                # Tokens and keys are not created by a call; they exist when they are enabled.
                iam._mfa_devices.setdefault(serial, _new_device(serial))
        return original(parameters)

    @replaces_entry(HANDLERS, "DeactivateMFADevice")
    def deactivate_mfa_device(original, parameters):
        name, serial = parameter(parameters, "UserName"), parameter(parameters, "SerialNumber")
        if name not in iam._users:
            return no_such_user(name)
        response = original(parameters)
        if response[0] == 200 and not is_virtual(serial):
            iam._mfa_devices.pop(serial, None)
        return response

    @replaces_entry(HANDLERS, "GetMFADevice", new=True)
    def get_mfa_device(parameters):
        name, serial = parameter(parameters, "UserName"), parameter(parameters, "SerialNumber")
        device = iam._mfa_devices.get(serial)
        if device is None or device.get("User") is None or (name and device["User"] != name):
            return no_such_entity(f"MFA device with serial number {serial} does not exist.")
        return iam._xml(
            200,
            "GetMFADeviceResponse",
            f"<GetMFADeviceResult><UserName>{device['User']}</UserName>"
            f"<SerialNumber>{serial}</SerialNumber>"
            f"<EnableDate>{device['EnableDate']}</EnableDate></GetMFADeviceResult>",
        )


def _codes_can_be_right(parameters: dict) -> bool:
    """Two consecutive codes; seeds are made up here, so any two different ones will do."""
    codes = [parameter(parameters, f"AuthenticationCode{number}") for number in (1, 2)]
    return codes[0] != codes[1] and all(re.fullmatch(r"\d{6}", code) for code in codes)


def _new_device(serial: str) -> dict:
    return {
        "SerialNumber": serial,
        "Path": "/",
        "CreateDate": iam._now(),
        "User": None,
        "EnableDate": None,
        "Base32StringSeed": "",
        "Tags": [],
    }
