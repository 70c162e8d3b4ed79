"""Groups of a user: their quota, and the list in pages."""

from ministack.services import iam

from iam_answers import HANDLERS, limit_exceeded, no_such_user, parameter
from pages import page
from patching import replaces_entry

GROUPS_PER_USER = 10


def groups_of(user_name: str) -> list[str]:
    """The names of the groups that a user is in."""
    return [name for name, group in iam._groups.items() if user_name in group["Users"]]


def install() -> None:
    """Refuse what IAM refuses, list a page at a time."""

    @replaces_entry(HANDLERS, "AddUserToGroup")
    def add_user_to_group(original, parameters):
        groups = groups_of(parameter(parameters, "UserName"))
        if parameter(parameters, "GroupName") not in groups and len(groups) >= GROUPS_PER_USER:
            return limit_exceeded("GroupsPerUser", GROUPS_PER_USER)
        return original(parameters)

    @replaces_entry(HANDLERS, "ListGroupsForUser")
    def list_groups_for_user(_original, parameters):
        name = parameter(parameters, "UserName")
        if name not in iam._users:
            return no_such_user(name)
        groups = {group: (lambda group=group: iam._group_xml(group)) for group in groups_of(name)}
        return page("ListGroupsForUser", "Groups", groups, parameters)
