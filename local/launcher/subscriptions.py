"""Deliveries from topics to queues: encrypted queues, and what could not be delivered.

https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
"""

import json

from ministack import app
from ministack.core.responses import get_account_id
from ministack.services import sns, sqs

import queues
import service_rights
from patching import replaces

_SNS = "sns.amazonaws.com"


def install() -> None:
    """Keep what a queue does not take for the dead letters of its subscription."""

    @replaces(sns, name="_deliver_to_sqs")
    def deliver(original, endpoint, envelope, raw, raw_message, **rest):
        topic_arn = rest["topic_arn"]
        if _takes(endpoint, topic_arn):
            return original(endpoint, envelope, raw, raw_message, **rest)
        app.logger.warning("%s does not take what %s tells", endpoint, topic_arn)
        dead_letters = _dead_letters(topic_arn, endpoint)
        if dead_letters and _takes(dead_letters, topic_arn):
            queues.send(dead_letters, raw_message if raw else envelope)
        return None


def _takes(queue_arn: str, topic_arn: str) -> bool:
    queue = sqs._queue_by_arn(queue_arn)
    if queue is None:
        return False
    allowed = sqs.queue_policy_allows(queue_arn, _SNS, topic_arn, get_account_id())
    key_id = queue["attributes"].get("KmsMasterKeyId")
    return allowed and (not app.AUTH or service_rights.may_use_key(_SNS, key_id, topic_arn))


def _dead_letters(topic_arn: str, endpoint: str) -> str | None:
    topic = sns._topic_by_arn_any_scope(topic_arn) or {"subscriptions": []}
    for subscription in topic["subscriptions"]:
        if (subscription["protocol"], subscription["endpoint"]) == ("sqs", endpoint):
            redrive = json.loads(subscription["attributes"].get("RedrivePolicy") or "{}")
            return redrive.get("deadLetterTargetArn")
    return None
