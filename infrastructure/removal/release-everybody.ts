import type { IAMClient } from '@aws-sdk/client-iam';
import type { Connection } from '../../cli/connect.ts';
import { OWN_RIGHTS } from '../../cli/release/release-run.ts';
import { release } from '../../cli/release/release.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { newWatch } from '../../cli/watch.ts';
import { whoCarries } from './others-carrying.ts';
import type { StackPart } from './stack-parts.ts';

/** A function that was at work when the rules went off may guard somebody once more. */
const ROUNDS = 3;

export type ReleaseEverybody = {
  readonly guardArn: string;
  readonly parts: readonly StackPart[];
  readonly evidence: string | undefined;
  readonly connection: Connection;
  readonly terminal: Terminal;
  readonly iam: IAMClient;
};

/** Takes the guard off everybody. Answers why the policy cannot be deleted yet, if it cannot. */
export async function releaseEverybody(all: ReleaseEverybody): Promise<string | undefined> {
  const { guardArn, parts, evidence, connection, terminal, iam } = all;
  const role = parts.find(({ logicalId }) => logicalId === 'ReleaseRole')?.id;
  const { id, partition } = connection.account;
  // AWS lets root take on no role: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  const own = role === undefined || connection.caller.endsWith(':root');
  const roleArn = own ? OWN_RIGHTS : `arn:${partition}:iam::${id}:role/${role}`;
  if (own) terminal.out('The ReleaseRole is gone, or you are root: your own rights take the guard off.\n');
  // Rules and schedules are off, so nobody is guarded again, whatever the mode is.
  const target = {
    guardArn,
    roleArn,
    mode: 'observe',
    scope: 'password-without-device',
    exemptionsTable: undefined,
  } as const;
  const choice = { user: undefined, dryRun: false, yes: true, concurrency: 8, evidence };

  for (let round = 0; round < ROUNDS; round += 1) {
    const { users, others } = await whoCarries(iam, guardArn);
    if (users.length === 0) return others.length === 0 ? undefined : aboutOthers(others);
    const report = await release(target, choice, connection, terminal, newWatch());
    terminal.out(`${report.text((_, text) => text).join('\n')}\n`);
    if (report.exitCode !== 0) return 'The guard did not come off everybody, as told above.';
  }
  const { users } = await whoCarries(iam, guardArn);
  return users.length === 0
    ? undefined
    : `${users.length} users were guarded again meanwhile: a function is still at work.`;
}

const aboutOthers = (others: readonly string[]) =>
  `Somebody else has attached a guard, which keeps IAM from deleting it. Take it off there: ${others.join('; ')}.`;
