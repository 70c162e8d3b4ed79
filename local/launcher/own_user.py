"""The caller's own user, where a request names none."""

import call as calls_in_progress
from iam_answers import HANDLERS, parameter
from iam_resources import OWN_USER_BY_DEFAULT
from patching import replaces_entry

# ChangePassword has no UserName at all; GetMFADevice looks a device up by its serial alone.
_FILLED_IN = OWN_USER_BY_DEFAULT - {"ChangePassword", "GetMFADevice"}


def install() -> None:
    """Fill the caller's name in."""

    @replaces_entry(HANDLERS, *_FILLED_IN)
    def for_the_caller(original, parameters):
        call = calls_in_progress.current()
        if not parameter(parameters, "UserName") and call is not None and call.calling_user:
            parameters = {**parameters, "UserName": [call.calling_user]}
        return original(parameters)
