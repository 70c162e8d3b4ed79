import { canonical } from './findings/canonical-policy.ts';
import { inlineGuardDocument } from './guard-document.ts';
import { GUARD_KINDS, guardArnOf } from './guard-name.ts';
import type { PolicyText } from './inventory.ts';
import { type AttachedGuard, type Guard, guardOf } from './posture.ts';

/** The managed guards among the ARNs of policies. */
export const managedAmong = (policies: readonly string[], guardArn: string): readonly AttachedGuard[] =>
  GUARD_KINDS.filter((kind) => policies.includes(guardArnOf(guardArn, kind))).map((kind) => ({ kind, by: 'managed' }));

/** The guard that an inline policy of the guard's name is, by its text. */
export function inlineGuard(text: PolicyText, guardArn: string): AttachedGuard {
  const [, partition = 'aws'] = guardArn.split(':');
  const found = canonical(text);
  const kind = GUARD_KINDS.find((one) => canonical(JSON.stringify(inlineGuardDocument(partition, one))) === found);
  return { kind: kind ?? 'edited', by: 'inline' };
}

/** The guards of a user as a bulk read tells. */
export function guardsAmong(
  user: { readonly attachedPolicies: readonly string[]; readonly inlineGuard?: PolicyText | undefined },
  guardArn: string,
): Guard {
  const inline = user.inlineGuard === undefined ? [] : [inlineGuard(user.inlineGuard, guardArn)];
  return guardOf([...managedAmong(user.attachedPolicies, guardArn), ...inline]);
}
