import { type Impairment, type MachineState, troubleIn } from '../domain/machine-state.ts';
import type { Telling } from '../domain/telling.ts';
import type { ReconcileServices } from './ports.ts';
import { tellOnce } from './tell-once.ts';

/** What brings events to the functions, as it is now. Never throws. */
export async function readMachine({
  readRules,
  readTrail,
}: Pick<ReconcileServices, 'readRules' | 'readTrail'>): Promise<MachineState> {
  const [rules, trail] = await Promise.all([readRules(), readTrail()]);
  return { rules, trail };
}

/** Logs at each look what keeps events from the functions, and tells security of it. Throws when a channel failed. */
export async function tellImpaired(
  impairments: readonly Impairment[],
  services: Pick<ReconcileServices, 'account' | 'state' | 'notices' | 'clock' | 'log'>,
): Promise<void> {
  const { account, clock, log } = services;
  const at = clock.now();
  const [first, ...others] = impairments;
  if (first === undefined) return rememberHealth(tellingOf('none', account.id), services);
  log.warn('Events do not reach the functions as deployed', { impairments });
  const telling = tellingOf(`${troubleIn(impairments)} ${at.toISOString().slice(0, 10)}`, account.id);
  const notification = { kind: 'machine-impaired', account, at, found: [first, ...others] } as const;
  await tellOnce(telling, () => Promise.resolve(notification), services);
}

/** The trouble and the day take the place of an event: told at once when it is another one, and again each day. */
const tellingOf = (trouble: string, accountId: string): Telling => ({
  subject: `${accountId}#machine-impaired`,
  eventId: trouble,
  silence: 0,
});

/** That all is well is kept where trouble is, so that the same trouble after a cure is told anew. */
async function rememberHealth(
  telling: Telling,
  { state, clock, log }: Pick<ReconcileServices, 'state' | 'clock' | 'log'>,
): Promise<void> {
  try {
    const claim = await state.claim(telling, clock.now());
    if (claim.kind === 'ours') await state.markTold(telling, clock.now());
  } catch (error) {
    log.warn('Could not remember that rules and trail are well: trouble of today may not be told anew', { error });
  }
}
