import { NO_OWNER } from '../../shared/domain/owner.ts';
import type { SweepServices } from '../../shared/workflow/ports.ts';

/** Whoever sweeps from a terminal reads it there: no topic, no table, so nothing is told twice. */
export const tellingNobody: Pick<
  SweepServices,
  'details' | 'ownerRules' | 'notices' | 'state' | 'memory' | 'log' | 'pruning'
> = {
  details: { read: () => Promise.resolve({ arn: undefined, owner: NO_OWNER, assumedRoles: { kind: 'not-asked' } }) },
  ownerRules: { tagKeys: [], domain: undefined },
  pruning: undefined,
  notices: { publish: () => Promise.resolve() },
  state: {
    claim: () => Promise.resolve({ kind: 'told' }),
    markPartly: () => Promise.resolve(),
    markTold: () => Promise.resolve(),
  },
  memory: {
    begin: () => Promise.resolve({ untold: [], digest: { findingKeys: [], toldAt: undefined, of: undefined } }),
    keepUntold: () => Promise.resolve(),
    end: () => Promise.resolve(),
    toldAmong: () => Promise.resolve(new Map()),
    markAllTold: () => Promise.resolve(),
  },
  log: { info: () => undefined, warn: () => undefined },
};
