"""The lists that the product reads, in pages."""

from ministack.core.responses import get_account_id
from ministack.services import iam

import clock
from call import root_arn
from iam_answers import HANDLERS, no_such_user, parameter
from iam_devices import devices_of, is_virtual
from pages import page
from patching import replaces_entry
from root_user import root_user, virtual_device_serial


def install() -> None:
    """Answer each list a page at a time."""

    @replaces_entry(HANDLERS, "ListUsers")
    def list_users(_original, parameters):
        prefix = parameter(parameters, "PathPrefix") or "/"
        users = {
            name: (lambda name=name: iam._user_xml(name, boundary=False))
            for name, user in iam._users.items()
            if user["Path"].startswith(prefix)
        }
        return page("ListUsers", "Users", users, parameters)

    @replaces_entry(HANDLERS, "ListMFADevices")
    def list_mfa_devices(_original, parameters):
        name = parameter(parameters, "UserName")
        if name not in iam._users:
            return no_such_user(name)
        devices = {
            serial: (lambda device=device: _device_xml(device))
            for serial, device in devices_of(name).items()
        }
        return page("ListMFADevices", "MFADevices", devices, parameters)

    @replaces_entry(HANDLERS, "ListVirtualMFADevices")
    def list_virtual_mfa_devices(_original, parameters):
        status = parameter(parameters, "AssignmentStatus") or "Any"
        devices = {
            serial: (lambda device=device: _virtual_device_xml(device))
            for serial, device in iam._mfa_devices.items()
            if is_virtual(serial)
            and status in ("Any", "Assigned" if device.get("User") else "Unassigned")
        }
        if root_user().virtual_device_enabled and status != "Unassigned":
            devices[virtual_device_serial()] = _root_device_xml
        return page("ListVirtualMFADevices", "VirtualMFADevices", devices, parameters)

    @replaces_entry(HANDLERS, "ListAttachedUserPolicies")
    def list_attached_user_policies(_original, parameters):
        user = iam._users.get(parameter(parameters, "UserName"))
        if user is None:
            return no_such_user(parameter(parameters, "UserName"))
        prefix = parameter(parameters, "PathPrefix") or "/"
        policies = {
            arn: (lambda arn=arn: _policy_xml(arn))
            for arn in user["AttachedPolicies"]
            if _path(arn).startswith(prefix)
        }
        return page("ListAttachedUserPolicies", "AttachedPolicies", policies, parameters)

    @replaces_entry(HANDLERS, "ListUserPolicies")
    def list_user_policies(_original, parameters):
        user_name = parameter(parameters, "UserName")
        if user_name not in iam._users:
            return no_such_user(user_name)
        names = {
            name: (lambda name=name: name)
            for name in iam._user_inline_policies.get(user_name) or {}
        }
        return page("ListUserPolicies", "PolicyNames", names, parameters)


def _device_xml(device: dict) -> str:
    return (
        f"<UserName>{device['User']}</UserName>"
        f"<SerialNumber>{device['SerialNumber']}</SerialNumber>"
        f"<EnableDate>{device['EnableDate']}</EnableDate>"
    )


def _virtual_device_xml(device: dict) -> str:
    serial = f"<SerialNumber>{device['SerialNumber']}</SerialNumber>"
    if not device.get("User"):
        return serial
    user = iam._user_xml(device["User"], boundary=False)
    return f"{serial}<User>{user}</User><EnableDate>{device['EnableDate']}</EnableDate>"


def _root_device_xml() -> str:
    """Root has neither a name nor a path there, so that only the ARN tells who it is."""
    root = root_user()
    return (
        f"<SerialNumber>{virtual_device_serial()}</SerialNumber>"
        f"<User><UserId>{get_account_id()}</UserId><Arn>{root_arn()}</Arn>"
        f"<CreateDate>{clock.iso(root.created)}</CreateDate></User>"
        f"<EnableDate>{root.virtual_device_enabled}</EnableDate>"
    )


def _policy_xml(arn: str) -> str:
    name = arn.rpartition("/")[2]
    return f"<PolicyName>{name}</PolicyName><PolicyArn>{arn}</PolicyArn>"


def _path(policy_arn: str) -> str:
    folder = policy_arn.partition(":policy/")[2].rpartition("/")[0]
    return f"/{folder}/" if folder else "/"
