import { GUARD_KINDS, type GuardKind } from './guard-name.ts';
import { type AttachedGuard, guardsOn, type Posture } from './posture.ts';

/** One call to IAM. */
export type Step = { readonly do: 'attach' | 'detach'; readonly guard: AttachedGuard };

/** Steps, and whether the user is without any guard between two of them. */
export type Way = { readonly steps: readonly Step[]; readonly bare: boolean };

const attach = (kind: GuardKind, by: AttachedGuard['by'] = 'managed'): Step => ({ do: 'attach', guard: { kind, by } });
const detach = (guard: AttachedGuard): Step => ({ do: 'detach', guard });

/**
 * From the guards that are carried to the one that has to be: the new one first, so that at no time, nor after a crash
 * between two steps, the user is without a guard. A user who has one inline keeps it inline, where one write overwrites
 * it. Nothing to do: no steps.
 */
export function stepsTo(desired: GuardKind | 'none', carried: readonly AttachedGuard[]): readonly Step[] {
  if (desired === 'none') return carried.map(detach);
  const managed = carried.filter(({ by }) => by === 'managed');
  const inline = carried.find(({ by }) => by === 'inline');
  const others = managed.filter(({ kind }) => kind !== desired).map(detach);
  if (managed.some(({ kind }) => kind === desired))
    return [...others, ...(inline === undefined ? [] : [detach(inline)])];
  if (inline !== undefined) return [...(inline.kind === desired ? [] : [attach(desired, 'inline')]), ...others];
  return [attach(desired), ...others];
}

/**
 * The same where IAM refuses one more managed policy. With the fallback an inline policy stands in; without it another
 * guard has to go before the new one comes. Undefined: the user carries none, and can be given none.
 */
export function stepsWithoutSlot(
  desired: GuardKind,
  carried: readonly AttachedGuard[],
  inlineFallback: boolean,
): Way | undefined {
  const [first, ...others] = carried.filter(({ by }) => by === 'managed').map(detach);
  if (!inlineFallback) {
    return first === undefined ? undefined : { steps: [first, attach(desired), ...others], bare: others.length === 0 };
  }
  const standIn = attach(desired, 'inline');
  if (first === undefined) return { steps: [standIn], bare: false };
  return { steps: [standIn, first, ...others, attach(desired), detach(standIn.guard)], bare: false };
}

/** What is carried after a step. */
export function after(carried: readonly AttachedGuard[], step: Step): readonly AttachedGuard[] {
  const { kind, by } = step.guard;
  const rest = carried.filter((one) => one.by !== by || (by === 'managed' && one.kind !== kind));
  return step.do === 'attach' ? [...rest, step.guard] : rest;
}

/**
 * What the user may carry: where it could not be read, any of them. To detach what is not there changes nothing, and
 * nobody must be left with an *enrolled* guard beside another who has no device.
 */
export function maybeOn(posture: Posture, desired: GuardKind | 'none'): readonly AttachedGuard[] {
  if (posture.kind !== 'user' || posture.guard.kind !== 'unknown') return guardsOn(posture);
  return GUARD_KINDS.filter((kind) => kind !== desired).map((kind) => ({ kind, by: 'managed' }));
}
