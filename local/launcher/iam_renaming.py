"""UpdateUser: a user's new name or path, and all that follows it.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
"""

from ministack.core.responses import get_account_id
from ministack.services import iam, sts

from iam_answers import HANDLERS, done, no_such_user, parameter
from patching import replaces_entry


def install() -> None:
    """Let users be renamed and moved."""

    @replaces_entry(HANDLERS, "UpdateUser", new=True)
    def update_user(parameters):
        name = parameter(parameters, "UserName")
        new_name = parameter(parameters, "NewUserName") or name
        user = iam._users.get(name)
        if user is None:
            return no_such_user(name)
        if new_name != name and new_name in iam._users:
            return iam._error(
                409, "EntityAlreadyExists", f"User with name {new_name} already exists."
            )
        user["Path"] = parameter(parameters, "NewPath") or user["Path"]
        user["UserName"] = new_name
        user["Arn"] = f"arn:aws:iam::{get_account_id()}:user{user['Path']}{new_name}"
        _follow(user, name)
        return done("UpdateUser")


def _follow(user: dict, old_name: str) -> None:
    """Everything that belongs to the user goes along; the user's id stays."""
    name = user["UserName"]
    for store in (iam._users, iam._login_profiles, iam._user_inline_policies):
        if old_name in store:
            store[name] = store.pop(old_name)
    if name in iam._login_profiles:
        iam._login_profiles[name]["UserName"] = name
    for device in iam._mfa_devices.values():
        if device.get("User") == old_name:
            device["User"] = name
    for key in iam._access_keys.values():
        if key["UserName"] == old_name:
            key["UserName"] = name
    for group in iam._groups.values():
        group["Users"] = [name if member == old_name else member for member in group["Users"]]
    for session in sts._sessions.values():
        if session["UserId"] == user["UserId"]:
            session["Arn"], session["PrincipalName"] = user["Arn"], name
