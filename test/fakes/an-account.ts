import type { Notification } from '../../shared/domain/notification.ts';
import { observer } from '../../shared/aws/attach-guard.ts';
import { PLAIN_RULES, type Rules, rulesOf } from '../../shared/domain/rules.ts';
import { enforceFrom } from '../../shared/workflow/enforce-from.ts';
import type { Services } from '../../shared/workflow/ports.ts';
import { inMemoryExemptions } from './in-memory-exemptions.ts';
import { inMemoryIam, type UserSeed } from './in-memory-iam.ts';
import { inMemoryState } from './in-memory-state.ts';
import { simulatedClock } from './simulated-clock.ts';

/** An account in memory: the ports of `Services`, and what a test needs to arrange and look at. */
export function anAccount({
  mode = 'enforce',
  rules = {},
  inlineFallback = false,
  from,
}: { mode?: 'observe' | 'enforce'; rules?: Partial<Rules>; inlineFallback?: boolean; from?: Date } = {}) {
  const clock = simulatedClock();
  const iam = inMemoryIam(clock, { inlineFallback });
  const spared = inMemoryExemptions(iam.userIdOf);
  const { state, becomesUnreachable } = inMemoryState();
  const told: Notification[] = [];
  const warnings: string[] = [];
  let refusals = 0;

  const enforcing = from === undefined ? iam.enforcer : enforceFrom(from, iam.enforcer, clock);
  const services: Services = {
    account: { id: '111111111111', partition: 'aws' },
    postures: iam.postures,
    details: iam.details,
    enforcer: mode === 'enforce' ? enforcing : observer({ guardArn: iam.guardArn, inlineFallback }),
    rules: rulesOf({ ...PLAIN_RULES, ...rules }),
    notices: {
      publish: (notification) => {
        if (refusals > 0) {
          refusals -= 1;
          return Promise.reject(new Error('publish refused'));
        }
        told.push(notification);
        return Promise.resolve();
      },
    },
    exemptions: spared.exemptions,
    state,
    clock,
    log: { info: () => undefined, warn: (message) => void warnings.push(message) },
  };

  const account = {
    iam,
    clock,
    told,
    warnings,
    services,
    withUser: (name: string, seed: UserSeed) => {
      iam.adds(name, seed);
      return account;
    },
    refusesPublishes: (times: number) => {
      refusals = times;
    },
    exempts: spared.exempts,
    keepsCopy: spared.keepsCopy,
    losesExemptions: spared.losesExemptions,
    exemptionReads: spared.reads,
    losesTable: becomesUnreachable,
  };
  return account;
}
