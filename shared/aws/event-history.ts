import { type CloudTrailClient, LookupEventsCommand, type LookupAttribute } from '@aws-sdk/client-cloudtrail';
import type { History } from '../domain/inventory.ts';
import type { MfaEvent } from '../domain/mfa-event.ts';
import { parseRecord } from '../events/parse-record.ts';
import type { Clock, EventHistory } from '../workflow/ports.ts';

/** CloudTrail answers two lookups a second, an account and Region, which the account's other tools share. */
const BETWEEN_LOOKUPS_MS = 550;

/** Pages of 50 events read of one name: beyond it history counts as incomplete, which means more live reads. */
const PAGES = 40;

/**
 * CloudTrail's event history: on in every account, 90 days, apart from trails and EventBridge.
 * {@link https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html}
 */
export function eventHistory(cloudTrail: CloudTrailClient, accountId: string, clock: Clock): EventHistory {
  let lookups = 0;

  const readOf = async (attribute: LookupAttribute, from: Date, until: Date): Promise<History> => {
    const events: MfaEvent[] = [];
    let understood = true;
    let NextToken: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      if (lookups > 0) await clock.sleep(BETWEEN_LOOKUPS_MS);
      lookups += 1;
      const answer = await cloudTrail.send(
        new LookupEventsCommand({ LookupAttributes: [attribute], StartTime: from, EndTime: until, NextToken }),
      );
      for (const { CloudTrailEvent = '' } of answer.Events ?? []) {
        const event = toEvent(CloudTrailEvent, accountId);
        if (event === undefined) understood = false;
        else events.push(event);
      }
      NextToken = answer.NextToken;
      if (NextToken === undefined) return { complete: understood, events };
    }
    return { complete: false, events };
  };

  return {
    between: async (from, until, attributes) => {
      const parts: History[] = [];
      for (const [AttributeKey, AttributeValue] of attributes) {
        parts.push(await readOf({ AttributeKey, AttributeValue }, from, until).catch(() => NOTHING_READ));
      }
      return { complete: parts.every(({ complete }) => complete), events: parts.flatMap(({ events }) => events) };
    },
  };
}

/** One record that cannot be understood hides no other, but the history is not complete with it. */
function toEvent(record: string, accountId: string): MfaEvent | undefined {
  try {
    return parseRecord(JSON.parse(record), accountId);
  } catch {
    return undefined;
  }
}

/** A lookup that was refused: nothing is known of that name. */
const NOTHING_READ: History = { complete: false, events: [] };
