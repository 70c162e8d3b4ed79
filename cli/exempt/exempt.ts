import { assertNever } from '../../shared/domain/assert-never.ts';
import { type Exemption, isInForce } from '../../shared/domain/exemption.ts';
import { visible } from '../../shared/messages/visible.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import type { Report } from '../report.ts';
import { knownUser, refuseApprover, refuseExpiry } from './approve.ts';
import type { AddOptions, ExemptChoice, RemoveOptions, RenewOptions } from './exempt-options.ts';
import { type Done, doneReport, listReport } from './exempt-report.ts';
import { momentOf } from './expiry.ts';
import { findTable } from './find-table.ts';

/** Who is exempt: told, added, renewed, taken away. The approver is whoever STS says the caller is. */
export async function exempt({ command, options }: ExemptChoice, connection: Connection): Promise<Report> {
  const table = await findTable(options, connection);
  const here = { table, account: connection.account, caller: connection.caller };
  switch (command) {
    case 'exempt list':
      return listReport({ ...here, command }, await connection.exempting.table(table).all(), connection.clock.now());
    case 'exempt add':
      return doneReport({ ...here, command }, await add(options, table, connection));
    case 'exempt renew':
      return doneReport({ ...here, command }, await renew(options, table, connection));
    case 'exempt remove':
      return doneReport({ ...here, command }, await remove(options, table, connection));
    default:
      return assertNever(command);
  }
}

async function add(options: AddOptions, table: string, connection: Connection): Promise<Done> {
  const { exempting, caller, clock } = connection;
  const user = await knownUser(options.user, connection);
  refuseApprover(caller, user);
  const now = clock.now();
  const { userId, userName } = user;
  const { reason, ticket, breakGlass } = options;
  const expiresAt = momentOf(options.expires, now);
  const named = ticket === undefined ? {} : { ticket };
  const exemption = { userId, userName, reason, ...named, approver: caller, createdAt: now, expiresAt, breakGlass };
  refuseExpiry(exemption);
  if (await exempting.table(table).add(exemption, now)) return { exemptions: [exemption] };
  throw new CliError(
    `${visible(userName)} is exempt already: see mfa-enforcer exempt list, and give it another end with mfa-enforcer exempt renew.`,
  );
}

async function renew(options: RenewOptions, table: string, connection: Connection): Promise<Done> {
  const { exempting, caller, clock } = connection;
  const user = await knownUser(options.user, connection);
  refuseApprover(caller, user);
  const { all } = await exempting.table(table).all();
  const known = all.find(({ userId }) => userId === user.userId);
  if (known === undefined) {
    throw new CliError(`${visible(user.userName)} has no exemption to renew: use mfa-enforcer exempt add.`);
  }
  const now = clock.now();
  const { reason = known.reason, ticket = known.ticket } = options;
  const renewed: Exemption = {
    userId: user.userId,
    userName: user.userName,
    reason,
    ...(ticket === undefined ? {} : { ticket }),
    approver: caller,
    createdAt: now,
    expiresAt: momentOf(options.expires, now),
    breakGlass: known.breakGlass,
  };
  refuseExpiry(renewed);
  if (await exempting.table(table).replace(renewed, known)) return { exemptions: [renewed] };
  throw new CliError(
    `Somebody else changed the exemption of ${visible(user.userName)} meanwhile: look at it and run this again.`,
  );
}

/** By the id of whoever has the name now, and by the name that was written: a user who is gone has no id any more. */
async function remove({ user }: RemoveOptions, table: string, connection: Connection): Promise<Done> {
  const { exempting, clock, account } = connection;
  const [known, { all }] = await Promise.all([exempting.user(user), exempting.table(table).all()]);
  const found = all.filter(({ userId, userName }) => userId === known?.userId || userName === user);
  for (const { userId } of found) await exempting.table(table).remove(userId);
  if (found.length > 0)
    return { exemptions: found, wereInForce: found.filter((one) => isInForce(one, clock.now())).length };
  throw new CliError(
    `Nobody called ${visible(user)} is exempt in account ${account.id}: see mfa-enforcer exempt list.`,
  );
}
