"""Policy variables such as ${aws:username} in the resources and conditions of a statement.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re

from ministack.core import iam_evaluator

from patching import replaces

_VARIABLE = re.compile(r"\$\{([^}]+)\}")
# Written so that a policy can contain the characters themselves.
_LITERALS = {"*": "*", "?": "?", "$": "$"}


def install() -> None:
    """Fill variables in before a statement is matched."""

    @replaces(iam_evaluator, name="_first_match")
    def first_match(_original, context, statements, effect):
        for statement in statements:
            if (
                statement.effect == effect
                and iam_evaluator._action_matches(
                    context.action, statement.actions, statement.not_actions
                )
                and _resource_matches(statement, context)
                and iam_evaluator._conditions_met(_filled_conditions(statement, context), context)
            ):
                return statement
        return None


def _resource_matches(statement, context) -> bool:
    resources = _filled(statement.resources, context)
    others = _filled(statement.not_resources, context)
    if statement.resources and not resources:
        return False
    if statement.not_resources and not others:
        # Nothing is left to be outside of: every resource is.
        return True
    return iam_evaluator._resource_matches(context.resource_arn, resources, others)


def _filled_conditions(statement, context) -> dict:
    return {
        operator: {
            # A value whose variable is not there equals nothing.
            key: _filled([values] if isinstance(values, str) else values, context)
            for key, values in keys.items()
        }
        if any("${" in str(values) for values in keys.values())
        else keys
        for operator, keys in statement.conditions.items()
    }


def _filled(patterns: list[str], context) -> list[str]:
    """The patterns with their variables filled in, without those that cannot be."""
    filled = []
    for pattern in patterns:
        values = [_value(found[1], context) for found in _VARIABLE.finditer(pattern)]
        if None in values:
            continue
        remaining = iter(values)
        filled.append(_VARIABLE.sub(lambda _found, next_=remaining: str(next(next_)), pattern))
    return filled


def _value(variable: str, context) -> str | None:
    if variable in _LITERALS:
        return _LITERALS[variable]
    key, _, default = variable.partition(",")
    value = iam_evaluator._resolve_condition_key(key.strip(), context)
    if value is None and default:
        return default.strip().strip("'")
    return None if value is None else str(value)
