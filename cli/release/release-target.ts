import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import type { ReleaseOptions } from './release-options.ts';
import type { ReleaseChoice, ReleaseTarget } from './release-run.ts';

/** From the options, or from what the stack put out and was deployed with. */
export async function releaseTarget(options: ReleaseOptions, connection: Connection): Promise<ReleaseTarget> {
  const target = named(options) ?? (await deployed(options.stack, connection));
  const { id, partition } = connection.account;
  if (!target.guardArn.startsWith(`arn:${partition}:iam::${id}:`)) {
    throw new CliError(
      `The guard policy ${target.guardArn} is not of account ${id}, to which the credentials belong: nobody was released. Give the ARN of that account's guard, or other credentials.`,
    );
  }
  return target;
}

function named({ guardArn, roleArn, mode, scope, exemptionsTable }: ReleaseOptions): ReleaseTarget | undefined {
  if (guardArn === undefined || roleArn === undefined || mode === undefined) return undefined;
  return { guardArn, roleArn, mode, scope, exemptionsTable };
}

async function deployed(name: string, { stackOf, account }: Connection): Promise<ReleaseTarget> {
  const stack = await stackOf(name);
  if (stack === undefined) {
    throw new CliError(
      `There is no stack ${name} in account ${account.id}: name yours with --stack, or give --guard-arn, --role-arn and --mode.`,
    );
  }
  const { outputs, parameters } = stack;
  const [guardArn, roleArn, mode] = ['GuardArn', 'ReleaseRoleArn', 'Mode'].map((key) => outputs.get(key));
  if (guardArn === undefined || roleArn === undefined || mode === undefined) {
    throw new CliError(
      `The stack ${name} puts out no ReleaseRoleArn: it was deployed before there was one. Deploy this release, then run it again.`,
    );
  }
  const isEveryPassword = parameters.get('Scope') === 'every-password' || parameters.get('Phases') === 'two';
  return {
    guardArn,
    roleArn,
    // What is not known to be observe is taken for what guards again.
    mode: mode === 'observe' ? 'observe' : 'enforce',
    scope: isEveryPassword ? 'every-password' : 'password-without-device',
    exemptionsTable: outputs.get('ExemptionsTableName'),
  };
}

export const choiceOf = ({ user, dryRun, yes, concurrency, evidence }: ReleaseOptions): ReleaseChoice => ({
  user,
  dryRun,
  yes,
  concurrency,
  evidence,
});
