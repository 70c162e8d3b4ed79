"""The doors to where notifications end up."""

import event_entries
import ses_events
import ses_mails
import slack
import subscription_states
from door import Doors, clearing

CHANNEL_DOORS: Doors = {
    ("GET", "slack"): lambda _: {"posts": slack.posts()},
    ("GET", "slack-tries"): lambda _: {"tries": slack.tries()},
    ("POST", "slack"): slack.script,
    ("DELETE", "slack"): clearing(slack.clear),
    ("GET", "ses-mails"): lambda _: {"mails": ses_mails.mails()},
    ("DELETE", "ses-mails"): clearing(ses_mails.clear),
    ("POST", "ses-sandbox"): lambda body: ses_mails.sandbox(bool(body["on"])),
    ("POST", "ses-bounce"): lambda body: ses_events.tell(int(body["mail"]), body["kind"]),
    ("POST", "subscription"): lambda body: subscription_states.set_state(
        body["topic"], body["endpoint"], body["state"]
    ),
    ("POST", "bus-events"): lambda body: {"events": event_entries.accepted(body["bus"])},
}
