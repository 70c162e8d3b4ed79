import { chunks } from '../domain/chunks.ts';
import { type EndingExemption, endingOf, endingSubject } from '../domain/exemption-endings.ts';
import type { Exemption } from '../domain/exemption.ts';
import type { SweepServices } from './ports.ts';
import { tellInTurn } from './tell-in-turn.ts';

/** Users named in one message: far below what SNS carries, and as many as a person reads. */
const USERS_A_MESSAGE = 200;

/**
 * Tells security of exemptions that end in 14 and in 3 days and of those that have ended, each stage once. Costs nothing
 * where none is near its end. Throws when a publish was refused; what was not told is told by the next attempt.
 */
export async function tellEndings(
  exemptions: readonly Exemption[],
  sweepId: string,
  services: Pick<SweepServices, 'account' | 'memory' | 'notices' | 'clock'>,
): Promise<void> {
  const { account, memory, clock } = services;
  const at = clock.now();
  const come = exemptions.flatMap((exemption) => {
    const ending = endingOf(exemption, at);
    return ending === undefined ? [] : [{ exemption, ending }];
  });
  if (come.length === 0) return;
  const subjectOf = (one: EndingExemption) => endingSubject(account.id, one);
  const told = await memory.toldAmong(come.map(subjectOf));
  const untold = come.filter((one) => !told.has(subjectOf(one)));
  const messages = chunks(untold, USERS_A_MESSAGE).map((endings) => ({
    notification: { kind: 'exemptions-ending', account, sweepId, at, endings } as const,
    tellings: endings.map((one) => ({ subject: subjectOf(one), eventId: sweepId, silence: 'forever' }) as const),
  }));
  await tellInTurn(messages, services);
}
