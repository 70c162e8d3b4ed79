"""Users: their names, their passwords, their end."""

from ministack.core.responses import get_account_id
from ministack.services import iam

import call as calls_in_progress
import clock
import mfa_sessions
import stale_reads
from iam_answers import HANDLERS, done, no_such_entity, parameter
from iam_devices import devices_of
from patching import replaces_entry


def install() -> None:
    """Let users live and end as on AWS."""

    @replaces_entry(HANDLERS, "CreateUser")
    def create_user(original, parameters):
        name = parameter(parameters, "UserName")
        # Names differ by more than case.
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
        if _is_taken(name):
            return iam._error(409, "EntityAlreadyExists", f"User with name {name} already exists.")
        return original(parameters)

    @replaces_entry(HANDLERS, "DeleteUser")
    def delete_user(original, parameters):
        name = parameter(parameters, "UserName")
        user, left = iam._users.get(name), _still_there(name)
        if user is not None and left:
            return iam._error(409, "DeleteConflict", f"Cannot delete entity, must {left} first.")
        response = original(parameters)
        if user is not None and response[0] == 200:
            iam._user_inline_policies.pop(name, None)
            mfa_sessions.end_sessions_of(user["UserId"])
            stale_reads.forget(name)
        return response

    @replaces_entry(HANDLERS, "GetLoginProfile")
    def get_login_profile(original, parameters):
        name = parameter(parameters, "UserName")
        if name not in iam._login_profiles:
            return no_such_entity(f"Login Profile for User {name} cannot be found.")
        return original(parameters)

    @replaces_entry(HANDLERS, "ChangePassword", new=True)
    def change_password(_parameters):
        call = calls_in_progress.current()
        name = call.calling_user if call else None
        if name is None:
            return iam._error(
                400, "InvalidUserType", "Only IAM Users can change their own password"
            )
        profile = iam._login_profiles.get(name)
        if profile is None:
            return no_such_entity(f"Login Profile for User {name} cannot be found.")
        profile["PasswordResetRequired"] = False
        profile["PasswordLastChanged"] = clock.now()
        return done("ChangePassword")

    @replaces_entry(HANDLERS, "UpdateLoginProfile")
    def update_login_profile(original, parameters):
        response = original(parameters)
        if response[0] == 200 and parameter(parameters, "Password"):
            name = parameter(parameters, "UserName")
            iam._login_profiles[name]["PasswordLastChanged"] = clock.now()
        return response


def _is_taken(name: str) -> bool:
    account, folded = get_account_id(), name.lower()
    # The store's own iteration costs ten times as much, which large accounts feel.
    return any(
        known.lower() == folded and owner == account for owner, known in list(iam._users._data)
    )


def _still_there(name: str) -> str | None:
    """What has to be done before the user can be deleted.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
    """
    if name in iam._login_profiles:
        return "delete login profile"
    if devices_of(name):
        return "delete MFA device"
    if iam._user_inline_policies.get(name):
        return "delete policies"
    if any(name in group["Users"] for group in iam._groups.values()):
        return "remove users from group"
    return None
