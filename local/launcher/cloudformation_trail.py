"""What CloudFormation does to policies, on the trail: on behalf of whoever deploys.

The emulator's CloudFormation calls its functions past the API. Told is what changes who is bound by
a policy; what else a deployment does in IAM is not.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

import dataclasses
import uuid
from typing import Any

from ministack.services import iam

import call as calls_in_progress
import trail
from patching import replaces

_CLOUDFORMATION = "cloudformation.amazonaws.com"


def install() -> None:
    """Tell the trail after each of these."""

    # The API has its own references to these two; what still finds them by name is CloudFormation.
    @replaces(iam, name="_create_policy_version")
    def create_policy_version(original, parameters):
        return _told("CreatePolicyVersion", parameters, original(parameters))

    @replaces(iam, name="_delete_policy_version")
    def delete_policy_version(original, parameters):
        return _told("DeletePolicyVersion", parameters, original(parameters))

    @replaces(iam, name="attach_managed_policy")
    def attach_managed_policy(original, entity, policy_arn):
        attached = policy_arn in entity.get("AttachedPolicies", [])
        original(entity, policy_arn)
        if not attached:
            _told_of_user("AttachUserPolicy", entity, policy_arn)

    @replaces(iam, name="detach_managed_policy")
    def detach_managed_policy(original, entity, policy_arn):
        attached = policy_arn in entity.get("AttachedPolicies", [])
        original(entity, policy_arn)
        if attached:
            _told_of_user("DetachUserPolicy", entity, policy_arn)


def _told_of_user(action: str, entity: dict[str, Any], policy_arn: str) -> None:
    if "UserName" in entity:
        parameters = {"UserName": entity["UserName"], "PolicyArn": policy_arn}
        _told(action, parameters, (200, {}, b""))


def _told(action: str, parameters: dict[str, Any], response: tuple) -> tuple:
    deployment = calls_in_progress.current()
    if deployment is not None and deployment.service == "cloudformation":
        call = dataclasses.replace(
            deployment,
            service="iam",
            action=action,
            parameters=parameters,
            request_id=str(uuid.uuid4()),
        )
        if response[0] < 400:
            trail.record(call, response[0], None, response[2], invoked_by=_CLOUDFORMATION)
    return response
