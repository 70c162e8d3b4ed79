import type { ExemptionItems } from '../../shared/aws/read-exemptions.ts';
import type { Account } from '../../shared/domain/account.ts';
import { type Exemption, isInForce } from '../../shared/domain/exemption.ts';
import { exemptionSentence } from '../../shared/messages/exemption-sentence.ts';
import { visible } from '../../shared/messages/visible.ts';
import { EXIT } from '../exit-codes.ts';
import { item } from '../lines.ts';
import type { Report } from '../report.ts';
import { SCHEMA_VERSION } from '../to-json.ts';
import type { ExemptChoice } from './exempt-options.ts';

type Here = {
  readonly command: ExemptChoice['command'];
  readonly table: string;
  readonly account: Account;
  readonly caller: string;
};

/** What was written or taken away; `wereInForce`: how many of those taken away freed somebody. */
export type Done = { readonly exemptions: readonly Exemption[]; readonly wereInForce?: number };

const VERBS = { 'exempt add': 'Exempt now', 'exempt renew': 'Renewed', 'exempt remove': 'Taken away' } as const;

export function doneReport(here: Here & { command: keyof typeof VERBS }, { exemptions, wereInForce }: Done): Report {
  const next =
    here.command === 'exempt remove'
      ? wereInForce === 0
        ? 'Nobody was freed by it any more.'
        : 'The user is guarded at the next sweep or event.'
      : 'A guard that is on stays on: mfa-enforcer release takes it off.';
  return {
    exitCode: EXIT.clean,
    document: { ...headOf(here, EXIT.clean), exemptions: exemptions.map(toData) },
    text: () => [VERBS[here.command], ...exemptions.map(exemptionSentence).flatMap(item(2)), next],
  };
}

/** Items that are no exemptions free nobody; somebody should look at them, so the exit code tells. */
export function listReport(here: Here, { all, unreadable }: ExemptionItems, now: Date): Report {
  const exitCode = unreadable.length > 0 ? EXIT.incomplete : EXIT.clean;
  const inOrder = all.toSorted((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime());
  const [exempt, others] = [true, false].map((wanted) => inOrder.filter((one) => isInForce(one, now) === wanted));
  const exemptions = inOrder.map((one) => ({ ...toData(one), inForce: isInForce(one, now) }));
  return {
    exitCode,
    document: { ...headOf(here, exitCode), exemptions, unreadable },
    text: () => [
      `Exempt (${exempt?.length ?? 0})`,
      ...(exempt ?? []).map(exemptionSentence).flatMap(item(2)),
      ...section('Not in force', (others ?? []).map(exemptionSentence)),
      ...section(
        'No exemptions, so they free nobody',
        unreadable.map((id) => visible(id)),
      ),
    ],
  };
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${title} (${lines.length})`, ...lines.flatMap(item(2))];

const headOf = ({ command, table, account, caller }: Here, exitCode: number) => ({
  schemaVersion: SCHEMA_VERSION,
  command,
  exitCode,
  account: { id: account.id, partition: account.partition },
  caller,
  table,
});

const toData = ({ ticket, createdAt, expiresAt, ...rest }: Exemption) => ({
  ...rest,
  ticket: ticket ?? null,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
