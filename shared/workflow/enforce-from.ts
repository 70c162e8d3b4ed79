import type { Clock, Enforcer } from './ports.ts';

/**
 * Puts no guard on, and says that it would. What it still does is to take the *enrolled* guard off: whoever lost the
 * last device could not enrol another under it, and must not be kept waiting.
 */
export const heldBack = (enforcer: Enforcer, from: Date | undefined): Enforcer => {
  const would = { kind: 'would', ...(from === undefined ? {} : { from }) } as const;
  return {
    mode: 'observe',
    waitsUntil: from,
    inlineFallback: enforcer.inlineFallback,
    arnOf: (kind) => enforcer.arnOf(kind),
    attach: () => Promise.resolve(would),
    detach: (user, guard) => (guard.kind === 'enrolled' ? enforcer.detach(user, guard) : Promise.resolve(would)),
  };
};

/** Held back until the moment, by the clock at each use: a warm function lives over it (docs/adr/0029). */
export function enforceFrom(moment: Date, enforcer: Enforcer, { now }: Pick<Clock, 'now'>): Enforcer {
  const waiting = heldBack(enforcer, moment);
  const present = () => (now() < moment ? waiting : enforcer);
  return {
    get mode() {
      return present().mode;
    },
    get waitsUntil() {
      return present().waitsUntil;
    },
    inlineFallback: enforcer.inlineFallback,
    arnOf: (kind) => enforcer.arnOf(kind),
    attach: (user, guard) => present().attach(user, guard),
    detach: (user, guard) => present().detach(user, guard),
  };
}
