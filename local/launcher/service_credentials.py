"""Service-specific credentials, which the emulator does not know.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
"""

from ministack.services import iam

import clock
from iam_answers import HANDLERS, no_such_user, parameter
from pages import page
from patching import replaces_entry

_KEY = "ServiceSpecificCredentials"


def install() -> None:
    """Make and list them; they belong to the user's record, and go with it."""
    replaces_entry(HANDLERS, "CreateServiceSpecificCredential", new=True)(_create)
    replaces_entry(HANDLERS, "ListServiceSpecificCredentials", new=True)(_list)


def _create(parameters):
    user = iam._users.get(parameter(parameters, "UserName"))
    if user is None:
        return no_such_user(parameter(parameters, "UserName"))
    credential = {
        "id": iam._gen_id("ACCA"),
        "service": parameter(parameters, "ServiceName"),
        "created": clock.iso(clock.now()),
    }
    user.setdefault(_KEY, []).append(credential)
    result = f"<ServiceSpecificCredential>{_xml(user, credential)}</ServiceSpecificCredential>"
    return iam._xml(
        200,
        "CreateServiceSpecificCredentialResponse",
        f"<CreateServiceSpecificCredentialResult>{result}</CreateServiceSpecificCredentialResult>",
    )


def _list(parameters):
    user = iam._users.get(parameter(parameters, "UserName"))
    if user is None:
        return no_such_user(parameter(parameters, "UserName"))
    credentials = {each["id"]: (lambda each=each: _xml(user, each)) for each in user.get(_KEY, [])}
    return page("ListServiceSpecificCredentials", _KEY, credentials, parameters)


def _xml(user: dict, credential: dict) -> str:
    return (
        f"<UserName>{user['UserName']}</UserName><Status>Active</Status>"
        f"<ServiceName>{credential['service']}</ServiceName>"
        f"<ServiceSpecificCredentialId>{credential['id']}</ServiceSpecificCredentialId>"
        f"<CreateDate>{credential['created']}</CreateDate>"
    )
