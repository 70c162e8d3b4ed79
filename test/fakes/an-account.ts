import type { Notification } from '../../shared/domain/notification.ts';
import { observer } from '../../shared/aws/attach-guard.ts';
import { PLAIN_RULES, type Rules, rulesOf } from '../../shared/domain/rules.ts';
import { enforceFrom } from '../../shared/workflow/enforce-from.ts';
import type { Wave } from '../../shared/domain/wave.ts';
import type { Services } from '../../shared/workflow/ports.ts';
import { inMemoryExemptions } from './in-memory-exemptions.ts';
import { inMemoryIam, type UserSeed } from './in-memory-iam.ts';
import { inMemoryWaves } from './in-memory-waves.ts';
import { inMemoryState } from './in-memory-state.ts';
import { simulatedClock } from './simulated-clock.ts';

/** An account in memory: the ports of `Services`, and what a test needs to arrange and look at. */
export function anAccount({
  mode = 'enforce',
  rules = {},
  inlineFallback = false,
  from,
  wave,
}: { mode?: 'observe' | 'enforce'; rules?: Partial<Rules>; inlineFallback?: boolean; from?: Date; wave?: Wave } = {}) {
  const clock = simulatedClock();
  const iam = inMemoryIam(clock, { inlineFallback });
  const spared = inMemoryExemptions(iam.userIdOf);
  const { state, becomesUnreachable } = inMemoryState();
  const told: Notification[] = [];
  const warnings: string[] = [];
  let refusals = 0;

  const enforcing = from === undefined ? iam.enforcer : enforceFrom(from, iam.enforcer, clock);
  const waved = wave === undefined ? undefined : inMemoryWaves(iam, wave);
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
    ...(waved === undefined ? {} : { waves: waved.waves }),
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
    losesWaveMemory: () => waved?.losesMemory(),
    losesTraits: () => waved?.losesTraits(),
    everInWave: () => waved?.remembered() ?? new Set<string>(),
    waveWrites: () => waved?.writes() ?? 0,
  };
  return account;
}
