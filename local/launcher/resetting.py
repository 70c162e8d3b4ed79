"""Back to an empty account, without a new start."""

import asyncio
from typing import Any

from ministack import app

import calls
import clock
import credential_report
import delivery
import event_history
import faults
import mail
import metrics
import report_settings
import root_user
import schedules
import ses_mails
import slack
import stale_reads
import subscription_states
import trail

_WITH_MEMORY = (
    calls,
    credential_report,
    event_history,
    faults,
    mail,
    metrics,
    report_settings,
    root_user,
    ses_mails,
    slack,
    stale_reads,
    subscription_states,
)


async def reset() -> dict[str, Any]:
    """Forget everything: the account, and what tests have set."""
    delivery.clear()
    # Requests wait for this lock, so that none sees half of it.
    async with app._get_reset_lock():
        await asyncio.to_thread(app._reset_all_state)
    clock.reset()
    for module in _WITH_MEMORY:
        module.clear()
    trail.switch(True)
    schedules.switch(False)
    return {}
