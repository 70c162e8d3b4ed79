"""Access keys of users: what IAM refuses, and the list in pages."""

from xml.sax.saxutils import escape

from ministack.core.responses import get_account_id
from ministack.services import iam

from iam_answers import HANDLERS, limit_exceeded, no_such_user, parameter
from pages import page
from patching import replaces_entry

KEYS_PER_USER = 2


def keys_of(user_name: str) -> dict[str, dict]:
    """A user's keys by their ids."""
    account = get_account_id()
    # The store's own iteration costs ten times as much, which large accounts feel.
    return {
        key_id: key
        for (owner, key_id), key in list(iam._access_keys._data.items())
        if key["UserName"] == user_name and owner == account
    }


def install() -> None:
    """Refuse what IAM refuses, list a page at a time."""

    @replaces_entry(HANDLERS, "CreateAccessKey")
    def create_access_key(original, parameters):
        if len(keys_of(parameter(parameters, "UserName"))) >= KEYS_PER_USER:
            return limit_exceeded("AccessKeysPerUser", KEYS_PER_USER)
        return original(parameters)

    @replaces_entry(HANDLERS, "ListAccessKeys")
    def list_access_keys(_original, parameters):
        name = parameter(parameters, "UserName")
        if name not in iam._users:
            return no_such_user(name)
        keys = {key_id: (lambda key=key: _key_xml(key)) for key_id, key in keys_of(name).items()}
        return page("ListAccessKeys", "AccessKeyMetadata", keys, parameters)


def _key_xml(key: dict) -> str:
    return (
        f"<UserName>{escape(key['UserName'])}</UserName><AccessKeyId>{key['AccessKeyId']}</AccessKeyId>"
        f"<Status>{key['Status']}</Status><CreateDate>{key['CreateDate']}</CreateDate>"
    )
