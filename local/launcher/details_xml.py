"""One user, group, role or policy in the XML of GetAccountAuthorizationDetails."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from ministack.services import iam

Entity = dict[str, Any]


def user(entity: Entity, groups: list[str]) -> str:
    """A user with all that is attached to it."""
    inline = iam._user_inline_policies.get(entity["UserName"]) or {}
    return (
        _elements(entity, "UserName", "UserId", "Arn", "Path", "CreateDate")
        + f"<UserPolicyList>{_inline(inline)}</UserPolicyList>"
        + f"<GroupList>{_members(map(escape, groups))}</GroupList>"
        + _attached(entity)
        + _boundary(entity)
        + _tags(entity)
    )


def group(entity: Entity) -> str:
    """A group; its members are told by the users."""
    inline = iam._group_inline_policies.get(entity["GroupName"]) or {}
    return (
        _elements(entity, "GroupName", "GroupId", "Arn", "Path", "CreateDate")
        + f"<GroupPolicyList>{_inline(inline)}</GroupPolicyList>"
        + _attached(entity)
    )


def role(entity: Entity) -> str:
    """A role with the policy that says who may take it."""
    profiles = (
        iam._instance_profile_xml(name)
        for name, profile in iam._instance_profiles.items()
        if entity["RoleName"] in profile.get("Roles", [])
    )
    trust = _document(entity.get("AssumeRolePolicyDocument"))
    return (
        _elements(entity, "RoleName", "RoleId", "Arn", "Path", "CreateDate")
        + f"<AssumeRolePolicyDocument>{trust}</AssumeRolePolicyDocument>"
        + f"<RolePolicyList>{_inline(entity.get('InlinePolicies') or {})}</RolePolicyList>"
        + _attached(entity)
        + f"<InstanceProfileList>{_members(profiles)}</InstanceProfileList>"
        + _boundary(entity)
        + _tags(entity)
    )


def policy(arn: str) -> str:
    """A managed policy with each of its versions."""
    record = iam._lookup_policy(arn)
    count = (
        iam._aws_managed_attachment_counts.get(arn, 0)
        if iam._is_aws_managed_arn(arn)
        else record.get("AttachmentCount", 0)
    )
    versions = (
        f"<Document>{_document(version.get('Document'))}</Document>"
        f"<VersionId>{version['VersionId']}</VersionId>"
        f"<IsDefaultVersion>{str(bool(version['IsDefaultVersion'])).lower()}</IsDefaultVersion>"
        f"<CreateDate>{version['CreateDate']}</CreateDate>"
        for version in record["Versions"].values()
    )
    return (
        _elements(record, "PolicyName", "PolicyId", "Arn", "Path", "DefaultVersionId")
        + f"<AttachmentCount>{count}</AttachmentCount><IsAttachable>true</IsAttachable>"
        + _elements(record, "CreateDate", "UpdateDate")
        + f"<PolicyVersionList>{_members(versions)}</PolicyVersionList>"
    )


def _elements(entity: Entity, *names: str) -> str:
    return "".join(f"<{name}>{escape(str(entity[name]))}</{name}>" for name in names)


def _members(members: Iterable[str]) -> str:
    return "".join(f"<member>{member}</member>" for member in members)


def _inline(policies: dict[str, str | dict]) -> str:
    return _members(
        f"<PolicyName>{escape(name)}</PolicyName>"
        f"<PolicyDocument>{_document(document)}</PolicyDocument>"
        for name, document in policies.items()
    )


def _document(document: str | dict | None) -> str:
    """The text as RFC 3986 encodes it, as IAM answers every policy document."""
    return quote(document if isinstance(document, str) else json.dumps(document or {}), safe="")


def _attached(entity: Entity) -> str:
    attached = _members(
        f"<PolicyName>{escape(arn.rpartition('/')[2])}</PolicyName>"
        f"<PolicyArn>{escape(arn)}</PolicyArn>"
        for arn in entity.get("AttachedPolicies", [])
    )
    return f"<AttachedManagedPolicies>{attached}</AttachedManagedPolicies>"


def _boundary(entity: Entity) -> str:
    arn = entity.get("PermissionsBoundary")
    if not arn:
        return ""
    return (
        "<PermissionsBoundary>"
        "<PermissionsBoundaryType>PermissionsBoundaryPolicy</PermissionsBoundaryType>"
        f"<PermissionsBoundaryArn>{escape(arn)}</PermissionsBoundaryArn></PermissionsBoundary>"
    )


def _tags(entity: Entity) -> str:
    tags = _members(_elements(tag, "Key", "Value") for tag in entity.get("Tags") or [])
    return f"<Tags>{tags}</Tags>"
