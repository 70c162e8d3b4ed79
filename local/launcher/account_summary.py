"""GetAccountSummary: what there is in the account, and what root signs in with.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
"""

from ministack.services import iam

from iam_answers import HANDLERS
from patching import replaces_entry
from root_user import root_user

_QUOTAS = {
    "UsersQuota": 5000,
    "GroupsQuota": 300,
    "GroupsPerUserQuota": 10,
    "RolesQuota": 1000,
    "PoliciesQuota": 1500,
    "PolicySizeQuota": 6144,
    "PolicyVersionsInUseQuota": 10000,
    "VersionsPerPolicyQuota": 5,
    "InstanceProfilesQuota": 1000,
    "ServerCertificatesQuota": 20,
    "UserPolicySizeQuota": 2048,
    "GroupPolicySizeQuota": 5120,
    "RolePolicySizeQuota": 10240,
    "AssumeRolePolicySizeQuota": 2048,
    "AccessKeysPerUserQuota": 2,
    "SigningCertificatesPerUserQuota": 2,
    "AttachedPoliciesPerGroupQuota": 10,
    "AttachedPoliciesPerRoleQuota": 10,
    "AttachedPoliciesPerUserQuota": 10,
}


def install() -> None:
    """Count."""

    @replaces_entry(HANDLERS, "GetAccountSummary")
    def get_account_summary(_original, _parameters):
        entries = "".join(
            f"<entry><key>{key}</key><value>{value}</value></entry>"
            for key, value in {**_counts(), **_QUOTAS}.items()
        )
        return iam._xml(
            200,
            "GetAccountSummaryResponse",
            "<GetAccountSummaryResult>"
            f"<SummaryMap>{entries}</SummaryMap></GetAccountSummaryResult>",
        )


def _counts() -> dict[str, int]:
    root = root_user()
    devices = list(iam._mfa_devices.values())
    assigned = [device for device in devices if device.get("User")]
    return {
        "Users": len(iam._users),
        "Groups": len(iam._groups),
        "Roles": len(iam._roles),
        "Policies": len(iam._policies),
        "PolicyVersionsInUse": sum(len(p["Versions"]) for p in iam._policies.values()),
        "InstanceProfiles": len(iam._instance_profiles),
        "Providers": len(iam._oidc_providers) + len(iam._saml_providers),
        "ServerCertificates": 0,
        "MFADevices": len(devices) + root.devices,
        "MFADevicesInUse": len(assigned) + root.devices,
        # These four are about root, whatever their names say.
        "AccountMFAEnabled": int(root.devices > 0),
        "AccountPasswordPresent": int(root.password),
        "AccountAccessKeysPresent": root.access_keys,
        "AccountSigningCertificatesPresent": 0,
        "GlobalEndpointTokenVersion": 1,
    }
