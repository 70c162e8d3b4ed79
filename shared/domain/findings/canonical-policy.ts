import type { PolicyText } from '../inventory.ts';
import { asList, isElement, parsePolicy } from './parse-policy.ts';

/**
 * A policy in one form, for comparison: IAM keeps neither white space nor the order of keys, and takes a string for a
 * list of one. The order of a list and of the statements says nothing either. Undefined: not a policy.
 */
export function canonical(policy: PolicyText): string | undefined {
  const document = parsePolicy(policy);
  return document === undefined ? undefined : JSON.stringify(inOneForm(document));
}

function inOneForm(value: unknown): unknown {
  if (!isElement(value)) return typeof value === 'boolean' || typeof value === 'number' ? String(value) : value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, key === 'Version' || key === 'Sid' ? inner : listed(inner)] as const,
  );
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** An object stays one (a condition); all else is a set. */
function listed(value: unknown): unknown {
  if (isElement(value) && !('Effect' in value)) return inOneForm(value);
  const texts = asList(value).map((one) => JSON.stringify(inOneForm(one)));
  return [...new Set(texts)].sort();
}
