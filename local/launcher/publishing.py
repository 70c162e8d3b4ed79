"""Publish: what SNS refuses.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
"""

import json
import re

from ministack.services import sns

from patching import replaces

_SUBJECT = re.compile(r"[A-Za-z0-9!-/:-@\[-`{-~][\x20-\x7e]{0,99}")


def install() -> None:
    """Refuse what SNS refuses."""

    @replaces(sns, name="_publish")
    def publish(original, parameters):
        subject, message = sns._p(parameters, "Subject"), sns._p(parameters, "Message")
        problem = None
        if subject and not _SUBJECT.fullmatch(subject):
            problem = "Subject"
        elif not message:
            problem = "Empty message"
        elif sns._p(parameters, "MessageStructure") == "json":
            problem = _json_problem(message)
        if problem:
            return sns._error("InvalidParameter", f"Invalid parameter: {problem}", 400)
        return original(parameters)


def _json_problem(message: str) -> str | None:
    try:
        texts = json.loads(message)
    except ValueError:
        return "Message Structure - JSON message body failed to parse"
    if not isinstance(texts, dict) or not isinstance(texts.get("default"), str):
        return "Message Structure - No default entry in JSON message body"
    return None
