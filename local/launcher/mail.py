"""What SNS would have mailed, kept for tests to read.

A subscription by e-mail counts as confirmed from the start, since nobody is there to press the
link, unless a test says otherwise.
"""

from typing import Any

from ministack.services import sns

from patching import replaces

_letters: list[dict[str, Any]] = []


def letters() -> list[dict[str, Any]]:
    """Every mail since the start or the last clearing, oldest first."""
    return _letters


def clear() -> None:
    """Empty the mailbox."""
    _letters.clear()


def install() -> None:
    """Keep a copy of what goes to e-mail subscriptions."""

    @replaces(sns, name="_fanout")
    def fanout(
        original,
        topic_arn,
        message_id,
        message,
        subject,
        message_structure="",
        message_attributes=None,
        *rest,
        **keywords,
    ):
        attributes = message_attributes or {}
        topic = sns._topic_by_arn_any_scope(topic_arn) or {}
        for subscription in topic.get("subscriptions", []):
            protocol = subscription["protocol"]
            if protocol not in ("email", "email-json") or not subscription["confirmed"]:
                continue
            text = sns._resolve_message_for_protocol(message, message_structure, protocol)
            if sns._matches_filter_policy(subscription, attributes, text):
                _letters.append(
                    {
                        "to": subscription["endpoint"],
                        "protocol": protocol,
                        "topic": topic_arn,
                        "subject": subject or None,
                        "text": text,
                        "attributes": {n: a.get("StringValue") for n, a in attributes.items()},
                    }
                )
        return original(
            topic_arn,
            message_id,
            message,
            subject,
            message_structure,
            message_attributes,
            *rest,
            **keywords,
        )
