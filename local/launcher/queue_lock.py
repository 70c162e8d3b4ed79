"""One lock over the messages of all queues.

The emulator replaces a queue's list of messages by a shorter one, on its event loop, while the
threads that deliver and poll append to it: now and then a message would be lost in between.
"""

import threading

from ministack.services import eventbridge, sns, sqs

from patching import replaces, replaces_entry

messages = threading.RLock()

_ACTIONS = (
    "SendMessage",
    "SendMessageBatch",
    "DeleteMessage",
    "DeleteMessageBatch",
    "ChangeMessageVisibility",
    "ChangeMessageVisibilityBatch",
    "GetQueueAttributes",
    "PurgeQueue",
)
# ReceiveMessage itself waits, so its steps are locked in its stead.
_STEPS = (
    (sqs, "_expire_retained"),
    (sqs, "_dlq_sweep"),
    (sqs, "_collect_msgs"),
    (sns, "_deliver_to_sqs"),
    (eventbridge, "_dispatch_to_sqs"),
)


def install() -> None:
    """Take the lock wherever messages come and go."""
    for service, name in _STEPS:
        replaces(service, name=name)(_locked)
    replaces_entry(sqs._HANDLERS, *_ACTIONS)(_locked)


def _locked(original, *arguments, **keywords):
    with messages:
        return original(*arguments, **keywords)
