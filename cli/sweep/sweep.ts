import type { Exemption } from '../../shared/domain/exemption.ts';
import { unlistedIn } from '../../shared/domain/findings/survey.ts';
import { readInventory } from '../../shared/workflow/read-inventory.ts';
import { needsGuard, type Sweep, sweepAccount } from '../../shared/workflow/sweep-account.ts';
import type { PostureReader, SweepServices } from '../../shared/workflow/ports.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import { EXIT } from '../exit-codes.ts';
import { isDenial } from '../explain.ts';
import type { SweepOptions } from '../options.ts';
import type { Report } from '../report.ts';
import { unreadParts } from '../unread.ts';
import type { Watch } from '../watch.ts';
import type { SweepRun } from './sweep-run.ts';
import { sweepDocument } from './sweep-document.ts';
import { sweepText } from './sweep-text.ts';
import { rulesChosen } from '../rule-options.ts';
import { tellingNobody } from './telling-nobody.ts';

/** Actions on single users: what was denied of the bulk reads is told beside them. */
const ONE_USER =
  /^iam:(GetLoginProfile|ListMFADevices|ListAttachedUserPolicies|GetUserPolicy|ListAccessKeys|GetAccessKeyLastUsed|(Attach|Detach|Put|Delete)UserPolicy)$/;

/** One sweep by the workflow of the Lambda: no table, so it tells only here. */
export async function sweep(options: SweepOptions, connection: Connection, watch: Watch): Promise<Report> {
  const { guardArn, maxNewGuards, concurrency } = options;
  const rules = rulesChosen(options);
  const { account, caller, clock } = connection;
  const startedAt = clock.now();
  await refuseWithoutPolicy(guardArn, connection);
  const exemptions = await exemptionsIn(options.exemptionsTable, connection);
  const inventory = await readInventory({ ...connection, rules });
  const done = await sweepAccount(
    inventory,
    { rules, maxNewGuards, atOnce: concurrency, exemptions },
    () => Number.POSITIVE_INFINITY,
    {
      ...tellingNobody,
      ...connection,
      guardArn,
      rules,
      postures: noted(connection.postures(guardArn), watch),
      enforcer: connection.enforcer(guardArn),
      exemptions: idsOnly(connection),
    },
    () => Promise.resolve(),
  );
  const unlisted = unlistedIn(inventory)?.why;
  const kind = kindOf(done, unlisted);
  const result: SweepRun = {
    kind,
    account,
    caller,
    options,
    startedAt,
    endedAt: clock.now(),
    suspects: done.judged.length + done.unfinished.length,
    swept: done.swept,
    unfinished: done.unfinished,
    wouldBeGuarded: done.fused ? done.judged.filter(needsGuard).map(({ suspect }) => suspect.user.userName) : [],
    // What root has plays no part in whom to guard.
    unread: unreadParts(inventory, watch).filter(({ action }) => action !== 'iam:GetAccountSummary'),
    unlisted,
    denied: deniedIn(watch),
    calls: watch.made,
    exitCode: { complete: EXIT.clean, 'in-part': EXIT.incomplete, fused: EXIT.fuse }[kind],
  };
  return { exitCode: result.exitCode, document: sweepDocument(result), text: () => sweepText(result) };
}

/** A table that cannot be read ends the sweep: nobody is guarded from here whom the stack would spare. */
async function exemptionsIn(table: string | undefined, { exempting }: Connection): Promise<readonly Exemption[]> {
  return table === undefined ? [] : (await exempting.table(table).all()).all;
}

/** The exemptions were read before; what is left is whose they are. */
const idsOnly = ({ exempting }: Connection): SweepServices['exemptions'] => ({
  read: () => Promise.resolve({ kind: 'none', all: [] }),
  userIdOf: async ({ userName }) => (await exempting.user(userName))?.userId,
});

async function refuseWithoutPolicy(guardArn: string, { account, policyExists }: Connection): Promise<void> {
  if (!guardArn.startsWith(`arn:${account.partition}:iam::${account.id}:`)) {
    throw new CliError(
      `The guard policy ${guardArn} is not of account ${account.id}, to which the credentials belong: nobody was guarded. Give the ARN of that account's guard, or other credentials.`,
    );
  }
  if (!(await policyExists(guardArn))) {
    throw new CliError(
      `The guard policy ${guardArn} does not exist, so nobody was guarded. Deploy the stack, or give the ARN that it put out (GuardArn).`,
    );
  }
}

const deniedIn = ({ failures }: Watch): readonly string[] =>
  failures.filter(({ action, name }) => ONE_USER.test(action) && isDenial(name)).map(({ action }) => action);

function kindOf({ fused, unfinished, swept, left }: Sweep, unlisted: string | undefined): SweepRun['kind'] {
  if (fused) return 'fused';
  const failed = unfinished.length > 0 || left > 0 || swept.some(({ outcome }) => outcome.effect === 'failed');
  return failed || unlisted !== undefined ? 'in-part' : 'complete';
}

function noted(postures: PostureReader, watch: Watch): PostureReader {
  return {
    ...postures,
    read: async (user, known) => {
      const posture = await postures.read(user, known);
      watch.suspects += 1;
      return posture;
    },
  };
}
