import { inForce } from '../../shared/domain/exemption.ts';
import type { Plan } from '../../shared/domain/plan/plan.ts';
import { planOf } from '../../shared/domain/plan/plan-of.ts';
import { snapshotOf } from '../../shared/domain/plan/snapshot.ts';
import { defaultGuardArn } from '../audit/audit.ts';
import { readAccount } from '../audit/read-account.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Report } from '../report.ts';
import { rulesChosen } from '../rule-options.ts';
import { unreadParts, unreadUsers } from '../unread.ts';
import type { Watch } from '../watch.ts';
import { planDocument } from './plan-document.ts';
import { planMarkdown } from './plan-markdown.ts';
import type { PlanOptions } from './plan-options.ts';
import { planText } from './plan-text.ts';
import type { Planned, PlanSource } from './planned.ts';
import { readSnapshot } from './read-snapshot.ts';

/** What the switch to `enforce` would do, from the account as it is. Reads only. */
export async function plan(options: PlanOptions, connection: Connection, watch: Watch): Promise<Report> {
  const guardArn = options.guardArn ?? defaultGuardArn(connection.account);
  const { inventory, context, credentials, unreadFacts } = await readAccount(
    guardArn,
    { deep: false, rules: rulesChosen(options) },
    connection,
    watch,
  );
  const source = {
    snapshot: snapshotOf(inventory, context, credentials),
    caller: connection.caller,
    unread: [...unreadParts(inventory, watch), ...unreadUsers(unreadFacts)],
  };
  return reportOf(options, source, await exemptIn(options.exemptionsTable, connection));
}

/** A table that cannot be read ends the plan: it would tell of hurts that are cured. */
async function exemptIn(table: string | undefined, { exempting, clock }: Connection): Promise<ReadonlySet<string>> {
  if (table === undefined) return new Set();
  const { all } = await exempting.table(table).all();
  return new Set(inForce(all, clock.now()).map(({ userId }) => userId));
}

/** The same from what an audit wrote down: no AWS is asked. */
export async function planFrom(file: string, options: PlanOptions): Promise<Report> {
  if (options.exemptionsTable !== undefined) {
    throw new CliError(
      'A plan --from a file asks no AWS, so it cannot read --exemptions-table: leave out one of them.',
    );
  }
  return reportOf(options, await readSnapshot(file, options.guardArn), new Set());
}

function reportOf(options: PlanOptions, source: PlanSource, exempt: ReadonlySet<string>): Report {
  const { include, exclude, breakGlass, exemptionsTable, format, deployer = source.caller } = options;
  const rules = rulesChosen(options);
  const wave = { include, exclude };
  const made = planOf(source.snapshot, { rules, exempt, wave, breakGlass, deployer });
  const exitCode = exitCodeOf(made, source);
  const planned: Planned = { ...source, plan: made, rules, wave, breakGlass, deployer, exemptionsTable, exitCode };
  return {
    exitCode: planned.exitCode,
    document: planDocument(planned),
    text: (paint) => (format === 'markdown' ? planMarkdown(planned) : planText(planned, paint)),
  };
}

/** A reason to stop stands, whatever else could not be read; a gap weighs more than warnings: there may be more. */
function exitCodeOf({ users, hurts }: Plan, { snapshot, unread }: PlanSource): ExitCode {
  const all = [...hurts, ...users.flatMap((user) => user.hurts)];
  if (all.some(({ severity }) => severity === 'stop')) return EXIT.stop;
  if (unread.length > 0 || snapshot.unlisted !== undefined) return EXIT.incomplete;
  return all.length > 0 ? EXIT.warnings : EXIT.clean;
}
