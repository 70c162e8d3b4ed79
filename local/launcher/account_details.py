"""GetAccountAuthorizationDetails: users, groups, roles and policies, in pages.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from ministack.services import iam

import details_xml
import pages
from iam_answers import HANDLERS, parameter
from patching import replaces_entry

_ACTION = "GetAccountAuthorizationDetails"
_FILTERS = ("User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy")
# A page goes on to the next list when one is finished, in this order.
_LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")


def install() -> None:
    """Answer a page at a time, of what the filter asks for."""

    @replaces_entry(HANDLERS, _ACTION)
    def get_account_authorization_details(_original, parameters):
        try:
            items = dict(_items(_filters(parameters)))
            page = pages.cut(_ACTION, items, parameters)
        except ValueError as error:
            return pages.invalid(error)
        members: dict[str, list[str]] = defaultdict(list)
        for key in page.keys:
            members[_LISTS[int(key[0])]].append(f"<member>{items[key]()}</member>")
        lists = "".join(f"<{name}>{''.join(members[name])}</{name}>" for name in _LISTS)
        return iam._xml(
            200, f"{_ACTION}Response", f"<{_ACTION}Result>{lists}{page.end}</{_ACTION}Result>"
        )


def _filters(parameters: dict) -> list[str]:
    filters = []
    while name := parameter(parameters, f"Filter.member.{len(filters) + 1}"):
        if name not in _FILTERS:
            raise ValueError(f"Value '{name}' at 'filter' must be one of {', '.join(_FILTERS)}")
        filters.append(name)
    return filters or list(_FILTERS)


def _items(filters: list[str]) -> Iterator[tuple[str, Callable[[], str]]]:
    """By the key that pages are cut by, the list's number and the name: what makes the XML."""
    if "User" in filters:
        groups = _groups_by_user()
        for name, user in iam._users.items():
            yield f"0{name}", lambda user=user: details_xml.user(user, groups[user["UserName"]])
    if "Group" in filters:
        for name, group in iam._groups.items():
            yield f"1{name}", lambda group=group: details_xml.group(group)
    if "Role" in filters:
        for name, role in iam._roles.items():
            yield f"2{name}", lambda role=role: details_xml.role(role)
    if "LocalManagedPolicy" in filters:
        for arn in iam._policies:
            yield f"3{arn}", lambda arn=arn: details_xml.policy(arn)
    if "AWSManagedPolicy" in filters:
        for arn in _aws_managed_in_use():
            yield f"3{arn}", lambda arn=arn: details_xml.policy(arn)


def _groups_by_user() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for group in iam._groups.values():
        for name in group["Users"]:
            groups[name].append(group["GroupName"])
    return groups


def _aws_managed_in_use() -> set[str]:
    return {
        arn
        for store in (iam._users, iam._groups, iam._roles)
        for entity in store.values()
        for arn in [*entity.get("AttachedPolicies", []), entity.get("PermissionsBoundary")]
        if arn and iam._is_aws_managed_arn(arn) and iam._policy_exists(arn)
    }
