"""Managed policies of users: what IAM refuses."""

import json
import re

from ministack.services import iam

from iam_answers import HANDLERS, limit_exceeded, no_such_entity, parameter
from patching import replaces_entry

POLICIES_PER_USER = 10
POLICY_SIZE = 6144
INLINE_SIZE_PER_USER = 2048


def size(document: object) -> int:
    """The characters of a policy that count: white space does not."""
    text = document if isinstance(document, str) else json.dumps(document)
    return len(re.sub(r"\s", "", text))


def install() -> None:
    """Refuse what IAM refuses."""

    @replaces_entry(HANDLERS, "AttachUserPolicy")
    def attach_user_policy(original, parameters):
        user, arn = iam._users.get(parameter(parameters, "UserName")), _policy_arn(parameters)
        if user is None:
            return original(parameters)
        if not iam._policy_exists(arn):
            return no_such_entity(f"Policy {arn} does not exist or is not attachable.")
        attached = user["AttachedPolicies"]
        if arn not in attached and len(attached) >= POLICIES_PER_USER:
            return limit_exceeded("PoliciesPerUser", POLICIES_PER_USER)
        return original(parameters)

    @replaces_entry(HANDLERS, "CreatePolicy", "CreatePolicyVersion")
    def within_size(original, parameters):
        if size(parameter(parameters, "PolicyDocument")) > POLICY_SIZE:
            return limit_exceeded("PolicySize", POLICY_SIZE)
        return original(parameters)

    @replaces_entry(HANDLERS, "PutUserPolicy")
    def put_user_policy(original, parameters):
        name = parameter(parameters, "UserName")
        if name not in iam._users:
            return original(parameters)
        others = dict(iam._user_inline_policies.get(name) or {})
        others.pop(parameter(parameters, "PolicyName"), None)
        documents = [*others.values(), parameter(parameters, "PolicyDocument")]
        if sum(size(document) for document in documents) > INLINE_SIZE_PER_USER:
            return iam._error(
                409,
                "LimitExceeded",
                f"Maximum policy size of {INLINE_SIZE_PER_USER} bytes exceeded for user {name}",
            )
        return original(parameters)

    @replaces_entry(HANDLERS, "DeletePolicy")
    def delete_policy(original, parameters):
        policy = iam._policies.get(_policy_arn(parameters))
        if policy is not None and not policy.get("AttachmentCount") and len(policy["Versions"]) > 1:
            # https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
            return iam._error(
                409,
                "DeleteConflict",
                "This policy has more than one version. Before you delete a policy, you must "
                "delete the policy's versions. The default version is deleted with the policy.",
            )
        return original(parameters)

    @replaces_entry(HANDLERS, "SetDefaultPolicyVersion", new=True)
    def set_default_policy_version(parameters):
        arn, version_id = _policy_arn(parameters), parameter(parameters, "VersionId")
        policy = iam._policies.get(arn)
        if policy is None or version_id not in policy["Versions"]:
            return no_such_entity(f"Policy {arn} version {version_id} does not exist.")
        for version in policy["Versions"].values():
            version["IsDefaultVersion"] = version["VersionId"] == version_id
        policy["DefaultVersionId"] = version_id
        return iam._xml(200, "SetDefaultPolicyVersionResponse", "")


def _policy_arn(parameters: dict) -> str:
    return parameter(parameters, "PolicyArn")
