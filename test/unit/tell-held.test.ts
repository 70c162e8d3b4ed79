import { describe, expect, test } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import { NO_OWNER, type Owner } from '../../shared/domain/owner.ts';
import { heldMessagesIn } from '../../shared/runtime/held-messages.ts';
import { toCanonical } from '../../shared/messages/canonical.ts';
import { tellHeld } from '../../shared/workflow/tell-held.ts';
import { asMail } from '../fakes/as-mail.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';
import type { Notification } from '../../shared/domain/notification.ts';

const account = { id: '111111111111', partition: 'aws' };
const team = (name: string): Owner => ({ kind: 'address', address: `${name}@example.com`, from: 'tag "owner"' });

const held = (users: readonly string[], owner: Owner = NO_OWNER, kind = 'user-guarded'): Message => ({
  kind,
  concerns: 'owners',
  severity: 'high',
  account,
  subject: 'MFA required',
  summary: 'The guard is attached.',
  sections: [],
  links: [],
  users,
  owner,
  eventId: 'e-1',
  at: new Date('2026-11-24T12:00:00Z'),
});

/** What is told, to whom, and by which channels not. */
async function toldOf(messages: readonly Message[]) {
  const told: { notification: Notification; already: readonly string[] }[] = [];
  const publish = (notification: Notification, already: readonly string[] = []) => {
    told.push({ notification, already });
    return Promise.resolve();
  };
  await tellHeld(messages, { account, notices: { publish }, clock: simulatedClock() });
  return told.map(({ notification, already }) => ({ already, ...asMail(notification) }));
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `user-${String(n).padStart(3, '0')}`);

describe('what was too many at once', () => {
  test('of one owner is two messages, and each names every user', async () => {
    const told = await toldOf(names(490).map((name) => held([name], team('a'))));

    expect(told.map(({ concerns, already }) => ({ concerns, already }))).toEqual([
      { concerns: 'security', already: [] },
      { concerns: 'owners', already: [] },
    ]);
    for (const { text } of told) for (const name of names(490)) expect(text).toContain(`- ${name}`);
  });

  test('of several owners reaches the topic of owners by none, each owner by mail, and no mail names another’s', async () => {
    const told = await toldOf([held(['jane.doe'], team('a')), held(['john.roe'], team('b')), held(['mary.major'])]);

    expect(told.map(({ concerns, already }) => ({ concerns, already }))).toEqual([
      { concerns: 'security', already: [] },
      { concerns: 'owners', already: ['owners'] },
      { concerns: 'owners', already: ['owners'] },
      { concerns: 'owners', already: ['owners'] },
    ]);
    expect(told[0]?.text).toMatch(/- jane\.doe \(a@example\.com\)\n.*\n? *- mary\.major \(owner not known\)/);
    expect(told[1]?.text).toContain('- jane.doe');
    expect(told[1]?.text).not.toMatch(/john\.roe|mary\.major/);
  });

  test('says for each user what became of him', async () => {
    const [security] = await toldOf([
      held(['jane.doe']),
      held(['john.roe'], NO_OWNER, 'user-would-be-guarded'),
      held(['mary.major'], NO_OWNER, 'device-added'),
    ]);

    expect(security?.text).toMatch(/The guard is attached to\n {2}- jane\.doe/);
    expect(security?.text).toMatch(/would have been attached to\n {2}- john\.roe/);
    expect(security?.text).toMatch(/devices were added for\n {2}- mary\.major/);
  });

  test('of more users than a message names is told in several, which together name all', async () => {
    const told = await toldOf(names(1100).map((name) => held([name], team('a'))));
    const security = told.filter(({ concerns }) => concerns === 'security').map(({ text }) => text);

    expect(security).toHaveLength(3);
    for (const name of names(1100)) expect(security.some((text) => text.includes(`- ${name}`))).toBe(true);
  });

  test('of nobody is no message', async () => {
    expect(await toldOf([])).toEqual([]);
  });
});

describe('a batch of the queue', () => {
  const record = (messageId: string, body: string) => ({ messageId, body });

  test('that holds something strange keeps that for the dead letters, and tells the others', () => {
    const Records = [record('1', toCanonical(held(['jane.doe']))), record('2', '{"kind":"strange"}')];

    const read = heldMessagesIn({ Records });

    expect(read.held.map(({ users }) => users)).toEqual([['jane.doe']]);
    expect(read.batchItemFailures).toEqual([{ itemIdentifier: '2' }]);
  });

  test.each([{}, { Records: 'x' }, null])('that is none is thrown: %j', (event) => {
    expect(() => heldMessagesIn(event)).toThrow('no batch of SQS');
  });
});
