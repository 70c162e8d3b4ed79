"""All that is changed in the emulator, in the order in which one change builds on another."""

import account_details
import account_summary
import alarms
import authorisation
import clock
import cloudformation_policies
import cloudformation_properties
import cloudformation_trail
import credential_report
import delivery
import doors
import encryption
import event_entries
import event_history
import gateway
import iam_devices
import iam_groups
import iam_keys
import iam_lists
import iam_policies
import iam_renaming
import iam_users
import iam_xml
import last_use
import mail
import mapping_checks
import mappings
import metrics
import mfa_sessions
import own_user
import policy_variables
import publishing
import queue_lock
import rule_rights
import rules
import schedule_expressions
import schedules
import secret_reads
import service_credentials
import ses_mails
import ses_rights
import slack
import stale_reads
import subscription_states
import subscriptions
import targets
import worker_logs
import worker_script


def install() -> None:
    """Change the emulator, once, before it serves."""
    for module in (
        clock,
        queue_lock,
        policy_variables,
        mfa_sessions,
        authorisation,
        iam_xml,
        iam_policies,
        iam_devices,
        iam_users,
        iam_renaming,
        iam_lists,
        iam_keys,
        iam_groups,
        service_credentials,
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
        secret_reads,
        rule_rights,
        publishing,
        subscriptions,
        subscription_states,
        mail,
        worker_logs,
        worker_script,
        delivery,
        event_entries,
        targets,
        rules,
        mapping_checks,
        mappings,
        schedules,
        schedule_expressions,
        metrics,
        alarms,
        cloudformation_policies,
        cloudformation_properties,
        cloudformation_trail,
        ses_rights,
        ses_mails,
        slack,
        doors,
        gateway,
    ):
        module.install()
