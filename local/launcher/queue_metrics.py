"""What SQS tells CloudWatch of each queue.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
"""

from ministack.services import cloudwatch, sqs

import clock
import queue_lock


def record() -> None:
    """Tell how it stands now; AWS does so once a minute."""
    with queue_lock.messages:
        now = clock.now()
        for queue in sqs._queues.values():
            sqs._dlq_sweep(queue)
            sqs._refresh_counts(queue)
            attributes, messages = queue["attributes"], queue["messages"]
            values = {
                f"ApproximateNumberOfMessages{kind}": int(attributes[attribute])
                for kind, attribute in {
                    "Visible": "ApproximateNumberOfMessages",
                    "NotVisible": "ApproximateNumberOfMessagesNotVisible",
                    "Delayed": "ApproximateNumberOfMessagesDelayed",
                }.items()
            }
            oldest = min((message["sent_at"] for message in messages), default=now)
            _put(queue["name"], "ApproximateAgeOfOldestMessage", now - oldest, "Seconds")
            for name, value in values.items():
                _put(queue["name"], name, value, "Count")


def _put(queue: str, name: str, value: float, unit: str) -> None:
    cloudwatch.record_metric("AWS/SQS", name, value, unit, {"QueueName": queue})
