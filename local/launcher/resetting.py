"""Back to an empty account, without a new start."""

import asyncio
from typing import Any

from ministack import app

import calls
import clock
import delivery
import faults
import mail
import stale_reads
import trail


async def reset() -> dict[str, Any]:
    """Forget everything: the account, and what tests have set."""
    delivery.clear()
    # Requests wait for this lock, so that none sees half of it.
    async with app._get_reset_lock():
        await asyncio.to_thread(app._reset_all_state)
    for module in (mail, calls, faults, stale_reads):
        module.clear()
    clock.reset()
    trail.switch(True)
    return {}
