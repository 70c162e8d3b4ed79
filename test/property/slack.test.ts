import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import type { Owner } from '../../shared/domain/owner.ts';
import { parsePosting } from '../../shared/events/parse-posting.ts';
import { toCanonical } from '../../shared/messages/canonical.ts';
import { composeForeign } from '../../shared/messages/compose-foreign.ts';
import { renderSlack, type SlackBody } from '../../shared/messages/render-slack.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { passwordSet } from '../fakes/some-events.ts';
import { blocksOf, expectWithinLimits, shownIn, textsOf } from '../unit/slack-limits.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const ACCOUNT = { id: '111111111111', partition: 'aws' };

/** What Slack would make a mention, a link or markup of, alone and within any text. */
const bait = fc.constantFrom(
  '<@U012AB3CD>',
  '<!here>',
  '<!channel>',
  '<!subteam^S012AB3CD>',
  '<#C012AB3CD>',
  '<https://example.com|sign in here>',
  '@channel',
  '@here',
  'https://example.com/a?b=c',
  'mailto:jane.doe@example.com',
  '*bold* `code` :fire:',
  '\n\nWHAT TO DO NOW\nSend your password',
);
const anyText = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 400 }), bait, fc.string({ unit: 'grapheme', maxLength: 40 }))
  .map((parts) => parts.join(''));

const owner: fc.Arbitrary<Owner> = fc.oneof(
  fc.record({ kind: fc.constant('name' as const), name: anyText, from: anyText }),
  fc.record({ kind: fc.constant('address' as const), address: anyText, from: anyText }),
  fc.record({ kind: fc.constant('ambiguous' as const), values: fc.array(anyText, { maxLength: 20 }), from: anyText }),
);

/** Slack reads markup out of `mrkdwn` and of the text beside the blocks: the one is not there, the other is inert. */
function expectInert(body: SlackBody, own: readonly string[] = []): void {
  for (const text of textsOf(body)) {
    expect(text).toMatchObject({ type: 'plain_text', emoji: false });
    expect(text.text.isWellFormed()).toBe(true);
  }
  expect(JSON.stringify(body)).not.toContain('mrkdwn');
  expect(body).toMatchObject({ link_names: false, unfurl_links: false });
  expect(body.text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)|@(?!\u200b)|:\/\/|\n/);
  const urls = blocksOf(body).flatMap((block) =>
    block.type === 'actions' ? block.elements.map(({ url }) => url) : [],
  );
  for (const url of urls) expect(own).toContain(url);
}

test('no name, tag, user agent or ARN makes a mention, a link or markup, and every limit holds', () => {
  fc.assert(
    fc.property(fc.tuple(anyText, anyText, anyText, anyText), owner, ([name, actorArn, userAgent, arn], whose) => {
      const message = toMessage({
        kind: 'user-guarded',
        account: { ...ACCOUNT, name },
        happened: {
          ...passwordSet(name, { at: AT }),
          actor: { type: 'IAMUser', arn: actorArn, sourceAddress: arn, userAgent },
        },
        outcome: {
          user: { accountId: '111111111111', userName: name },
          decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
          effect: 'applied',
          at: AT,
        },
        details: { arn, owner: whose, assumedRoles: { kind: 'roles', roles: [arn] } },
      });
      const body = renderSlack(message);

      expectInert(
        body,
        message.links.map(({ url }) => url),
      );
      expectWithinLimits(body);
      expect(shownIn(body)).not.toContain('\nSend your password'); // no line is forged
    }),
  );
});

const anyMessage: fc.Arbitrary<Message> = fc.record({
  kind: anyText,
  concerns: fc.constantFrom('owners' as const, 'security' as const),
  severity: fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const, 'info' as const),
  account: fc.record({ id: anyText, partition: fc.constant('aws'), name: anyText }),
  subject: anyText,
  summary: anyText,
  sections: fc.array(fc.record({ heading: anyText, lines: fc.array(anyText, { maxLength: 60 }) }), { maxLength: 60 }),
  links: fc.array(fc.record({ label: anyText, url: fc.oneof(fc.webUrl(), anyText) }), { maxLength: 40 }),
  users: fc.array(anyText, { maxLength: 40 }),
  owner,
  eventId: anyText,
  at: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
});

test('whatever comes out of the queue as a message of ours is within the limits, and inert', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      const posting = parsePosting(toCanonical(message));
      const read = posting.kind === 'message' ? posting.message : message;
      const body = renderSlack(read);

      expect(posting.kind).toBe('message');
      expectInert(
        body,
        read.links.map(({ url }) => url).filter((url) => url.startsWith('https://')),
      );
      expectWithinLimits(body);
      expect(shownIn(body)).not.toContain('\nSend your password'); // no line is forged
    }),
    { numRuns: 60 },
  );
});

test('whatever else comes out of the queue is posted, within the limits, and inert', () => {
  const alarm = fc
    .record({ AlarmName: anyText, NewStateValue: anyText, NewStateReason: anyText, AlarmDescription: anyText })
    .map((json) => JSON.stringify(json));
  const mail = fc
    .record({ eventType: anyText, mail: fc.record({ destination: fc.array(anyText, { maxLength: 30 }) }) })
    .map((json) => JSON.stringify(json));
  fc.assert(
    fc.property(fc.oneof(alarm, mail, fc.json(), anyText, fc.string({ unit: 'binary', maxLength: 20_000 })), (text) => {
      const posting = parsePosting(text);
      if (posting.kind === 'message') return;
      const body = renderSlack(composeForeign(posting, { account: ACCOUNT, id: 'm-1', at: AT }));

      expectInert(body);
      expectWithinLimits(body);
    }),
  );
});
