"""The doors: what each of them does."""

from typing import Any

import alarms
import bus
import calls
import clock
import credential_report
import delivery
import event_history
import faults
import mail
import mappings
import metrics
import mfa_sessions
import report_settings
import resetting
import root_user
import schedules
import seeding
import sign_in
import trail
from channel_doors import CHANNEL_DOORS
from door import Doors, clearing


def _trail(body: dict[str, Any]) -> dict[str, Any]:
    if "on" in body:
        trail.switch(bool(body["on"]))
    if "historyDelay" in body:
        event_history.set_delay(float(body["historyDelay"]))
    return {"on": trail.is_on(), "historyDelay": event_history.delay()}


def _put_events(body: Any) -> dict[str, list[str]]:
    envelopes = body if isinstance(body, list) else [body]
    return {"ids": [bus.put(envelope) for envelope in envelopes]}


def _sign_in(body: dict[str, Any]) -> dict[str, str | None]:
    return {"id": sign_in.tell(body["user"], bool(body["mfa"]), bool(body.get("success", True)))}


def _console_session(body: dict[str, Any]) -> dict[str, Any]:
    return mfa_sessions.console_session(body["user"], bool(body["mfa"]))


def _add_faults(body: Any) -> dict[str, list[faults.Fault]]:
    faults.add(body if isinstance(body, list) else [body])
    return {"faults": faults.all_faults()}


def _clock(_body: Any) -> dict[str, Any]:
    return {
        "now": clock.iso_milliseconds(clock.now()),
        "offsetSeconds": clock.offset_milliseconds() / 1000,
    }


def _advance(body: dict[str, Any]) -> dict[str, Any]:
    clock.advance(float(body["advance"]))
    schedules.run_due()
    return _clock(body)


DOORS: Doors = {
    ("GET", "mail"): lambda _: {"mail": mail.letters()},
    ("DELETE", "mail"): clearing(mail.clear),
    ("GET", "calls"): lambda _: {"calls": calls.all_calls()},
    ("DELETE", "calls"): clearing(calls.clear),
    ("POST", "trail"): _trail,
    ("POST", "events"): _put_events,
    ("POST", "sign-in"): _sign_in,
    ("POST", "console-session"): _console_session,
    ("GET", "faults"): lambda _: {"faults": faults.all_faults()},
    ("POST", "faults"): _add_faults,
    ("DELETE", "faults"): clearing(faults.clear),
    ("GET", "clock"): _clock,
    ("POST", "clock"): _advance,
    ("GET", "deliveries"): lambda _: {"functions": [*delivery.pending(), *mappings.pending()]},
    ("POST", "report"): report_settings.configure,
    ("DELETE", "report"): clearing(credential_report.clear),
    ("POST", "root-device"): lambda body: root_user.set_virtual_device(bool(body["virtual"])),
    ("POST", "seed"): lambda body: seeding.seed(body["users"]),
    ("POST", "schedules"): lambda body: schedules.switch(bool(body["on"])),
    ("POST", "fire"): lambda body: schedules.fire(body["schedule"]),
    ("POST", "alarms"): lambda _: alarms.evaluate(),
    ("GET", "metrics"): lambda _: {"metrics": metrics.all_metrics()},
    ("DELETE", "metrics"): clearing(metrics.clear),
    **CHANNEL_DOORS,
    ("POST", "reset"): lambda _: resetting.reset(),
}
