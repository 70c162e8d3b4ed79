import type { SweepServices } from '../../shared/workflow/ports.ts';

/** Whoever sweeps from a terminal reads it there: no topic, no table, so nothing is told twice. */
export const tellingNobody: Pick<SweepServices, 'details' | 'notices' | 'state' | 'memory' | 'log'> = {
  details: { read: () => Promise.resolve({ arn: undefined, owner: undefined }) },
  notices: { publish: () => Promise.resolve() },
  state: { claim: () => Promise.resolve('told'), markTold: () => Promise.resolve() },
  memory: {
    takeLease: () => Promise.resolve(true),
    releaseLease: () => Promise.resolve(),
    untold: () => Promise.resolve([]),
    keepUntold: () => Promise.resolve(),
    toldAmong: () => Promise.resolve(new Map()),
    markAllTold: () => Promise.resolve(),
    lastDigest: () => Promise.resolve({ findingKeys: [], toldAt: undefined }),
    keepDigest: () => Promise.resolve(),
  },
  log: { info: () => undefined, warn: () => undefined },
};
