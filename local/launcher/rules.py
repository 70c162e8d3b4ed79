"""Rules of EventBridge that are not there: the emulator takes every name for one that is."""

from ministack.core.responses import error_response_json
from ministack.services import eventbridge

from patching import replaces

# Each action's function in the emulator, and the member of its request that names the rule.
_ON_A_RULE = {
    "_enable_rule": "Name",
    "_disable_rule": "Name",
    "_list_targets_by_rule": "Rule",
    "_remove_targets": "Rule",
}


def install() -> None:
    """Refuse calls about rules that are not there."""
    for function, member in _ON_A_RULE.items():
        _refuse_unknown(function, member)


def _refuse_unknown(function: str, member: str) -> None:
    @replaces(eventbridge, name=function)
    def on_a_known_rule(original, data):
        name, bus = data.get(member), data.get("EventBusName", "default")
        if eventbridge._rule_key(name, bus) in eventbridge._rules:
            return original(data)
        return error_response_json(
            "ResourceNotFoundException", f"Rule {name} does not exist on EventBus {bus}.", 400
        )
