"""Authorisation as AWS decides it, where the emulator lacks a resource, a key or a rule."""

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.iam_evaluator import AuthError

import call as calls_in_progress
import event_resources
import iam_resources
import mfa_sessions
from patching import replaces


def install() -> None:
    """Hand the evaluator what it needs to decide as AWS does."""

    @replaces(app, name="pin_request_origin")
    def loopback_counts_as_tls(original, source_ip, _secure_transport):
        # Requests never leave this machine, and a topic policy that denies plain http
        # (aws:SecureTransport) would otherwise refuse every Publish.
        return original(source_ip, True)

    @replaces(iam_evaluator, name="enforce")
    def enforce(original, access_key_id, iam_action, service, region, **rest):
        call = calls_in_progress.current()
        if call is None or service != "iam":
            if call is not None and "resource_arn" in rest:
                rest["resource_arn"] = event_resources.resource_arn(call, rest["resource_arn"])
            return original(access_key_id, iam_action, service, region, **rest)
        if mfa_sessions.may_not_call_iam(access_key_id):
            return AuthError(
                "InvalidClientTokenId", "The security token included in the request is invalid."
            )
        call.resource_arn = iam_resources.resource_arn(call) or rest.get("resource_arn", "*")
        keys = {**(rest.get("service_context") or {}), **iam_resources.condition_keys(call)}
        return original(
            access_key_id,
            iam_action,
            service,
            region,
            resource_arn=call.resource_arn,
            service_context=keys,
        )

    @replaces(iam_actions, name="access_denied_response")
    def denial_names_the_resource(original, service, action, principal_arn, request_id, **keywords):
        call = calls_in_progress.current()
        if service == "iam" and call is not None and not keywords.get("error_code"):
            keywords["message"] = iam_actions.identity_denial_message(
                action, principal_arn, call.resource_arn, keywords.get("explicit_deny", False)
            )
        return original(service, action, principal_arn, request_id, **keywords)
