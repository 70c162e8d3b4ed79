import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { isSettled } from '../domain/freshness.ts';
import type { AssumedRoles } from '../domain/notification.ts';
import { assumedRoleIn } from '../events/assumed-role.ts';
import type { AssumedRolesReader, Clock } from '../workflow/ports.ts';
import { orUnknown } from './or-unknown.ts';

/** CloudTrail answers two lookups a second, an account and Region, which the account's other tools share. */
const BETWEEN_LOOKUPS_MS = 550;

/** Pages of 50 events read of one user. */
const PAGES = 4;

/** Users who may wait for their turn: behind them others wait for their guard, so who comes later is not asked for. */
const WAITING = 4;

/**
 * The roles that a user assumed since an event, out of CloudTrail's event history, which lags by minutes: of a young
 * event it is not asked. It knows the calls of its own Region and those to the global endpoint of STS.
 * {@link https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html}
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html}
 */
export function assumedRolesReader(cloudTrail: CloudTrailClient, clock: Clock): AssumedRolesReader {
  let waiting = 0;
  let turn = Promise.resolve();

  const lookUp = async (userName: string, since: Date): Promise<AssumedRoles> => {
    const roles = new Set<string>();
    let NextToken: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      // The window was read just before by the same function: it is never the first to ask.
      await clock.sleep(BETWEEN_LOOKUPS_MS);
      const LookupAttributes = [{ AttributeKey: 'Username', AttributeValue: userName } as const];
      const window = { StartTime: since, EndTime: clock.now(), NextToken };
      const answer = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes, ...window }));
      for (const { CloudTrailEvent = '' } of answer.Events ?? []) {
        const role = assumedRoleIn(CloudTrailEvent, userName);
        if (role !== undefined) roles.add(role);
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined) return { kind: 'roles', roles: [...roles].toSorted() };
    }
    // What was found is worth telling; that nothing was found says nothing when not all was read.
    return roles.size > 0
      ? { kind: 'roles', roles: [...roles].toSorted() }
      : { kind: 'unknown', why: 'MoreEventsThanRead' };
  };

  return async ({ userName }, since) => {
    if (!isSettled(since, clock.now()) || waiting >= WAITING) return { kind: 'not-asked' };
    waiting += 1;
    const answer = turn.then(() => orUnknown(lookUp(userName, since)));
    turn = answer.then(() => undefined);
    try {
      return await answer;
    } finally {
      waiting -= 1;
    }
  };
}
