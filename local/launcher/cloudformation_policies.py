"""Managed policies in CloudFormation: names that are taken, texts too long, policies in use.

The emulator's handlers write to the store directly, past what the IAM API refuses.
"""

from ministack.core.responses import get_account_id
from ministack.services import iam
from ministack.services.cloudformation import provisioners

from iam_policies import POLICY_SIZE, size
from patching import replaces_entry

_POLICIES = provisioners._RESOURCE_HANDLERS["AWS::IAM::ManagedPolicy"]


def install() -> None:
    """Fail where the service behind CloudFormation refuses."""

    @replaces_entry(_POLICIES, "create")
    def create(original, logical_id, properties, stack_name):
        name = properties.get("ManagedPolicyName")
        path = properties.get("Path", "/")
        _check_size(properties)
        if name and f"arn:aws:iam::{get_account_id()}:policy{path}{name}" in iam._policies:
            raise ValueError(
                f"A policy called {name} already exists. Duplicate names are not allowed. "
                "(Service: Iam, Status Code: 409)"
            )
        return original(logical_id, properties, stack_name)

    @replaces_entry(_POLICIES, "update")
    def update(original, physical_id, old_properties, new_properties, *rest):
        _check_size(new_properties)
        return original(physical_id, old_properties, new_properties, *rest)

    @replaces_entry(_POLICIES, "delete")
    def delete(original, physical_id, properties):
        # CloudFormation detaches those whom the template names, and nobody else.
        # https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
        if _others_attached(physical_id, properties):
            raise ValueError(
                "Cannot delete a policy attached to entities. (Service: Iam, Status Code: 409)"
            )
        return original(physical_id, properties)


def _check_size(properties: dict) -> None:
    if size(properties.get("PolicyDocument", {})) > POLICY_SIZE:
        raise ValueError(
            f"Cannot exceed quota for PolicySize: {POLICY_SIZE} (Service: Iam, Status Code: 409)"
        )


def _others_attached(policy_arn: str, properties: dict) -> list[str]:
    attached = []
    for store, name_key, named_by in (
        (iam._users, "UserName", "Users"),
        (iam._groups, "GroupName", "Groups"),
        (iam._roles, "RoleName", "Roles"),
    ):
        named = properties.get(named_by) or []
        attached += [
            entity[name_key]
            for entity in store.values()
            if policy_arn in entity.get("AttachedPolicies", []) and entity[name_key] not in named
        ]
        attached += [
            entity[name_key]
            for entity in store.values()
            if entity.get("PermissionsBoundary") == policy_arn
        ]
    return attached
