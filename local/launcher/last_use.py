"""When access keys were last used, by whom a console was last entered.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
"""

from xml.sax.saxutils import escape

from ministack.core.responses import get_region
from ministack.services import iam

import clock
from call import Call
from iam_answers import HANDLERS, no_such_entity, parameter
from identity import could_be_anybody
from patching import replaces_entry
from root_user import root_user


def of_access_key(call: Call, error: tuple[str, str] | None) -> None:
    """Remember a call that was signed with a long-term key, whether it was allowed or not."""
    key = iam._access_keys.get(call.access_key_id)
    if key is not None and not could_be_anybody(error):
        key["LastUsed"] = {"date": clock.now(), "region": get_region(), "service": call.service}


def of_password(user_name: str) -> None:
    """Remember a sign-in to the console, by `root` or an IAM user."""
    if user_name == "root":
        root_user().password_last_used = clock.now()
    else:
        iam._users[user_name]["PasswordLastUsed"] = clock.now()


def install() -> None:
    """Answer what was remembered."""

    @replaces_entry(HANDLERS, "GetAccessKeyLastUsed")
    def get_access_key_last_used(original, parameters):
        key_id = parameter(parameters, "AccessKeyId")
        key = iam._access_keys.get(key_id)
        if key is None:
            return no_such_entity(f"The Access Key with id {key_id} cannot be found.")
        used = key.get("LastUsed")
        if used is None:
            return original(parameters)
        return iam._xml(
            200,
            "GetAccessKeyLastUsedResponse",
            f"<GetAccessKeyLastUsedResult><UserName>{escape(key['UserName'])}</UserName>"
            f"<AccessKeyLastUsed><LastUsedDate>{clock.iso(used['date'])}</LastUsedDate>"
            f"<Region>{used['region']}</Region><ServiceName>{used['service']}</ServiceName>"
            "</AccessKeyLastUsed></GetAccessKeyLastUsedResult>",
        )
