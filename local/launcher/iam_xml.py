"""Text of users in IAM's XML answers: the emulator writes it unescaped."""

from xml.sax.saxutils import escape

from ministack.services import iam

import clock
from patching import replaces, replaces_entry


def install() -> None:
    """Escape tags, paths and messages; leave out of lists what AWS leaves out."""

    @replaces(iam, name="_user_xml")
    def user_xml(original, name, boundary=True):
        user = iam._users[name]
        stored = {member: user.get(member) for member in ("Tags", "Path", "Arn")}
        # Lists of users carry neither tags nor boundary.
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
        user["Tags"] = _escaped(stored["Tags"] or []) if boundary else []
        user["Path"], user["Arn"] = escape(stored["Path"]), escape(stored["Arn"])
        try:
            return original(name, boundary) + _password_last_used(user)
        finally:
            user.update(stored)

    @replaces_entry(iam._IAM_HANDLERS, "ListUserTags")
    def with_escaped_tags(original, parameters):
        user = iam._users.get(iam._p(parameters, "UserName")) or {}
        tags = user.get("Tags") or []
        user["Tags"] = _escaped(tags)
        try:
            return original(parameters)
        finally:
            user["Tags"] = tags

    @replaces(iam, name="_error")
    def error(original, status, code, message, ns="iam"):
        return original(status, code, escape(message), ns)


def _password_last_used(user: dict) -> str:
    used = user.get("PasswordLastUsed")
    if used is None or user["UserName"] not in iam._login_profiles:
        return ""
    return f"<PasswordLastUsed>{clock.iso(used)}</PasswordLastUsed>"


def _escaped(tags: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"Key": escape(tag["Key"]), "Value": escape(tag["Value"])} for tag in tags]
