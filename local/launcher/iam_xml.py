"""Text of users in IAM's XML answers: the emulator writes it unescaped."""

from xml.sax.saxutils import escape

from ministack.services import iam

from patching import replaces, replaces_entry


def install() -> None:
    """Escape tags and messages; leave out of lists what AWS leaves out."""

    @replaces(iam, name="_user_xml")
    def user_xml(original, name, boundary=True):
        user = iam._users[name]
        tags = user.get("Tags") or []
        # Lists of users carry neither tags nor boundary.
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
        user["Tags"] = _escaped(tags) if boundary else []
        try:
            return original(name, boundary)
        finally:
            user["Tags"] = tags

    @replaces_entry(iam._IAM_HANDLERS, "ListUserTags", "GetAccountAuthorizationDetails")
    def with_escaped_tags(original, parameters):
        users = iam._users.values()
        originals = [user.get("Tags") or [] for user in users]
        for user, tags in zip(users, originals, strict=True):
            user["Tags"] = _escaped(tags)
        try:
            return original(parameters)
        finally:
            for user, tags in zip(users, originals, strict=True):
                user["Tags"] = tags

    @replaces(iam, name="_error")
    def error(original, status, code, message, ns="iam"):
        return original(status, code, escape(message), ns)


def _escaped(tags: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"Key": escape(tag["Key"]), "Value": escape(tag["Value"])} for tag in tags]
