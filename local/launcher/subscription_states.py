"""Subscriptions that are pending, and those that were deleted but are still listed for a while.

A subscription by e-mail counts as confirmed from the start, unless a test says otherwise.
https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
"""

from typing import Any

from ministack.services import sns

from patching import replaces

Subscription = dict[str, Any]

_PAGE = 100
_STATES = ("confirmed", "pending", "deleted")

# What bounced or was unsubscribed, by topic.
_deleted: dict[str, list[Subscription]] = {}


class UnknownSubscriptionError(LookupError):
    """No subscription of the topic has that endpoint."""


def clear() -> None:
    """Have none that was deleted."""
    _deleted.clear()


def set_state(topic_arn: str, endpoint: str, state: str) -> dict[str, Any]:
    """Make a topic's subscription of an endpoint pending, confirmed or deleted."""
    topic = sns._topic_by_arn_any_scope(topic_arn) or {"subscriptions": []}
    found = [s for s in topic["subscriptions"] if s["endpoint"] == endpoint]
    if not found:
        raise UnknownSubscriptionError(endpoint)
    if state not in _STATES:
        raise ValueError(f"state must be one of {', '.join(_STATES)}")
    for subscription in found:
        subscription["confirmed"] = state == "confirmed"
        subscription["attributes"]["PendingConfirmation"] = str(state == "pending").lower()
        if state == "deleted":
            topic["subscriptions"].remove(subscription)
            sns._sub_arn_to_topic.pop(subscription["arn"], None)
            _deleted.setdefault(topic_arn, []).append(subscription)
    sns._refresh_subscription_counts(topic)
    topic["attributes"]["SubscriptionsDeleted"] = str(len(_deleted.get(topic_arn, [])))
    return {}


def install() -> None:
    """List subscriptions with what they have in place of an ARN, in pages."""

    @replaces(sns, name="_list_subscriptions_by_topic")
    def list_by_topic(_original, parameters):
        topic_arn = sns._p(parameters, "TopicArn")
        topic, refusal = sns._get_topic(topic_arn, "sns:ListSubscriptionsByTopic")
        if refusal is not None:
            return refusal
        return _listed("ListSubscriptionsByTopic", _subscriptions_of(topic), parameters)

    @replaces(sns, name="_list_subscriptions")
    def list_all(_original, parameters):
        found = [s for topic in sns._topics.values() for s in _subscriptions_of(topic)]
        return _listed("ListSubscriptions", found, parameters)


def _subscriptions_of(topic: dict[str, Any]) -> list[Subscription]:
    return [*topic["subscriptions"], *_deleted.get(topic["arn"], [])]


def _listed(action: str, subscriptions: list[Subscription], parameters: dict) -> tuple:
    start = int(sns._p(parameters, "NextToken") or 0)
    members = "".join(
        f"<member><SubscriptionArn>{_arn(subscription)}</SubscriptionArn>"
        f"<Owner>{subscription['owner']}</Owner>"
        f"<TopicArn>{subscription['topic_arn']}</TopicArn>"
        f"<Protocol>{subscription['protocol']}</Protocol>"
        f"<Endpoint>{sns._xml_escape(subscription['endpoint'])}</Endpoint></member>"
        for subscription in subscriptions[start : start + _PAGE]
    )
    end = start + _PAGE
    token = f"<NextToken>{end}</NextToken>" if end < len(subscriptions) else ""
    result = f"<{action}Result><Subscriptions>{members}</Subscriptions>{token}</{action}Result>"
    return sns._xml(200, f"{action}Response", result)


def _arn(subscription: Subscription) -> str:
    if subscription in _deleted.get(subscription["topic_arn"], []):
        return "Deleted"
    return subscription["arn"] if subscription.get("confirmed") else "PendingConfirmation"
