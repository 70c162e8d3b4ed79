"""All that is changed in the emulator, in the order in which one change builds on another."""

import account_details
import account_summary
import authorisation
import clock
import cloudformation_policies
import cloudformation_properties
import credential_report
import delivery
import doors
import encryption
import event_history
import gateway
import iam_devices
import iam_lists
import iam_policies
import iam_renaming
import iam_users
import iam_xml
import last_use
import mail
import metrics
import mfa_sessions
import own_user
import policy_variables
import publishing
import schedules
import stale_reads
import targets
import worker_script


def install() -> None:
    """Change the emulator, once, before it serves."""
    for module in (
        clock,
        policy_variables,
        mfa_sessions,
        authorisation,
        iam_xml,
        iam_policies,
        iam_devices,
        iam_users,
        iam_renaming,
        iam_lists,
        last_use,
        account_details,
        account_summary,
        credential_report,
        event_history,
        # Reads lag only behind what all of the above made of them ...
        stale_reads,
        # ... and know by then whose read it is.
        own_user,
        encryption,
        publishing,
        mail,
        worker_script,
        delivery,
        targets,
        schedules,
        metrics,
        cloudformation_policies,
        cloudformation_properties,
        doors,
        gateway,
    ):
        module.install()
