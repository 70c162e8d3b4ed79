import * as v from 'valibot';
import type { MfaEvent } from '../domain/mfa-event.ts';
import { clip } from './clip.ts';
import { section, Text } from './fields.ts';
import { InvalidEventError } from './invalid-event-error.ts';
import { irrelevant } from './irrelevant.ts';
import { MACHINE_SOURCES } from './parse-machine-change.ts';
import { parseRecord } from './parse-record.ts';

/** What a handler asks of what it has parsed. */
export { isRootEvent, isTamperEvent, isUserEvent } from '../domain/mfa-event.ts';

const Envelope = section({
  'detail-type': Text,
  source: Text,
  account: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  detail: v.unknown(),
});

/** Where each kind of event comes from. `Sign In` is what arrives, `Signin` what some pages of AWS print. */
const SOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  ['AWS API Call via CloudTrail', ['aws.iam', ...MACHINE_SOURCES]],
  ['AWS Console Sign In via CloudTrail', ['aws.signin']],
  ['AWS Console Signin via CloudTrail', ['aws.signin']],
]);

/**
 * What an EventBridge event means. The account is the envelope's: records often lack their own.
 *
 * @param accountId the watched account; the events of any other are irrelevant
 * @throws InvalidEventError for a watched event that cannot be understood, and nothing else
 */
export function parseMfaEvent(envelope: unknown, accountId: string): MfaEvent {
  const result = v.safeParse(Envelope, envelope, { abortEarly: true });
  if (!result.success) throw new InvalidEventError(v.getDotPath(result.issues[0]) ?? 'envelope');
  const { 'detail-type': detailType, source, account, detail } = result.output;
  const watched = SOURCES.get(detailType);
  if (watched === undefined) return irrelevant(`${clip(detailType)} is not watched`);
  if (!watched.includes(source)) return irrelevant(`${clip(detailType)} from ${clip(source)} is not watched`);
  if (account !== accountId) return irrelevant(`account ${account} is not watched here`);
  return parseRecord(detail, accountId, 'detail');
}
