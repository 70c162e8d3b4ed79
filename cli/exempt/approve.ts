import { type Exemption, mostDays } from '../../shared/domain/exemption.ts';
import { visible } from '../../shared/messages/visible.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import type { KnownUser } from './connect-exemptions.ts';

const A_DAY_MS = 86_400_000;

/**
 * Refuses whom the credentials do not let approve. A session of a role is another principal than the user; of a
 * federated session nobody can tell whose it is, and a user can make himself one with an access key alone.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getfederationtoken.html}
 */
export function refuseApprover(caller: string, user: KnownUser): void {
  if (caller === user.arn) {
    throw new CliError(
      `${visible(user.userName)} cannot approve an exemption of ${visible(user.userName)}: somebody else has to run this.`,
    );
  }
  if (/^arn:[\w-]+:sts::\d+:federated-user\//.test(caller)) {
    throw new CliError(
      `${visible(caller)} is a federated session, of which nobody can tell whose it is: run this with a role or as a user.`,
    );
  }
}

/** Refuses an end that is past or too far. */
export function refuseExpiry({ createdAt, expiresAt, breakGlass }: Exemption): void {
  const lasts = expiresAt.getTime() - createdAt.getTime();
  const most = mostDays(breakGlass);
  if (lasts <= 0) {
    throw new CliError(`${expiresAt.toISOString()} is past: give --expires a later date.`);
  }
  if (lasts > most * A_DAY_MS) {
    const latest = new Date(createdAt.getTime() + most * A_DAY_MS).toISOString().slice(0, 10);
    const what = breakGlass ? 'A break-glass exemption' : 'An exemption';
    throw new CliError(`${what} lasts ${most} days at most: give --expires a date up to ${latest}, and renew it then.`);
  }
}

/** The user of that name now. */
export async function knownUser(name: string, { exempting, account }: Connection): Promise<KnownUser> {
  const user = await exempting.user(name);
  if (user !== undefined && user.userId !== '') return user;
  throw new CliError(
    `There is no user ${visible(name)} in account ${account.id}: check the name, and whose credentials they are.`,
  );
}
