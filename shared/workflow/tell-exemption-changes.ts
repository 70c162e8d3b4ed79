import type { NumberedChange } from '../domain/exemption-change.ts';
import type { Services } from './ports.ts';

/** {@link https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html} */
export type ChangesTold = {
  readonly changesTold: number;
  /** Where Lambda has to go on; none when all of it was told. */
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
};

/**
 * Tells security of each change, in its order. What could not be told is tried again, and all behind it, so that none is
 * lost: at worst one is told twice, when one way out worked and another did not.
 */
export async function tellExemptionChanges(
  changes: readonly NumberedChange[],
  { account, notices, log }: Pick<Services, 'account' | 'notices' | 'log'>,
): Promise<ChangesTold> {
  let changesTold = 0;
  for (const { change, sequenceNumber } of changes) {
    try {
      await notices.publish({ kind: 'exemption-changed', account, change });
      changesTold += 1;
    } catch (error) {
      log.warn('A change of the exemptions could not be told: it is tried again', { change, error });
      return { changesTold, batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
    }
  }
  return { changesTold, batchItemFailures: [] };
}
