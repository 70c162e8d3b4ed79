"""Parameters and secrets: a read needs the right to the key that encrypts them as well.

https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
"""

import json

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import error_response_json, get_region
from ministack.services import kms, secretsmanager, ssm

import call as calls_in_progress
from patching import replaces

_DECRYPT = "kms:Decrypt"


def install() -> None:
    """Ask the key before something is told."""

    @replaces(iam_actions, name="extract_resource_arn")
    def resource_arn(original, service, method, path, headers, body, *rest):
        if service == "ssm":
            name = json.loads(body or b"{}").get("Name") or ""
            if name.startswith("arn:"):
                # The emulator takes it for a name; a version or label may follow.
                return ":".join(name.split(":")[:6])
        return original(service, method, path, headers, body, *rest)

    @replaces(ssm, name="_get_parameter")
    def get_parameter(original, data):
        parameter, _ = ssm._select_parameter(data.get("Name"))
        if parameter and parameter["Type"] == "SecureString" and data.get("WithDecryption"):
            return _refusal(parameter.get("KeyId")) or original(data)
        return original(data)

    @replaces(secretsmanager, name="_get_secret_value")
    def get_secret_value(original, data):
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        return _refusal((secret or {}).get("KmsKeyId")) or original(data)


def _refusal(key_id: str | None) -> tuple | None:
    call, key = calls_in_progress.current(), kms._resolve_key(key_id or "")
    # The keys that AWS manages let everyone in the account use them through their service.
    if not app.AUTH or call is None or not key_id or key_id.startswith("alias/aws/"):
        return None
    if key is None:
        return error_response_json("AccessDeniedException", f"There is no key {key_id}.", 400)
    denied = iam_evaluator.enforce(
        call.access_key_id, _DECRYPT, "kms", get_region(), resource_arn=key["Arn"]
    )
    if not denied:
        return None
    explicit = getattr(denied, "decision", "") == "Deny"
    message = iam_actions.identity_denial_message(
        _DECRYPT, call.principal_arn, key["Arn"], explicit
    )
    return error_response_json("AccessDeniedException", message, 400)
