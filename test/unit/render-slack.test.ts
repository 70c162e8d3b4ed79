import { describe, expect, test } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import type { Notification, UserNotificationKind } from '../../shared/domain/notification.ts';
import type { Outcome } from '../../shared/domain/outcome.ts';
import type { Owner } from '../../shared/domain/owner.ts';
import type { Severity } from '../../shared/domain/severity.ts';
import { composeForeign } from '../../shared/messages/compose-foreign.ts';
import { renderSlack } from '../../shared/messages/render-slack.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { parsePosting } from '../../shared/events/parse-posting.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { guardDetached, machineChanged, ownRoleUsed, passwordSet, rootSignedIn } from '../fakes/some-events.ts';
import { blocksOf, expectWithinLimits, shownIn, textsOf } from './slack-limits.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const ACCOUNT = { id: '111111111111', partition: 'aws', name: 'production' };
const OWNER: Owner = { kind: 'address', address: 'jane.doe@example.com', from: 'tag "owner"' };
const MANY = Array.from({ length: 3000 }, (_, n) => `user-${n}`);

const user = (userName: string) => ({ accountId: '111111111111', userName });
const applied = (userName: string): Outcome => ({
  user: user(userName),
  decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
  effect: 'applied',
  at: AT,
});
const swept = (userName: string) => ({ why: 'password-without-device-in-report', outcome: applied(userName) }) as const;
const waiting = (userName: string) => ({ user: user(userName), toldAt: AT, owner: OWNER });

const aboutUser = (kind: UserNotificationKind, userName = 'jane.doe'): Notification => ({
  kind,
  account: ACCOUNT,
  happened: passwordSet(userName, { at: AT }),
  outcome: applied(userName),
  details: {
    arn: `arn:aws:iam::111111111111:user/${userName}`,
    owner: OWNER,
    assumedRoles: { kind: 'roles', roles: ['arn:aws:iam::111111111111:role/deploy'] },
  },
});

const some = <T>(make: (name: string) => T): [T, ...T[]] => MANY.map(make) as [T, ...T[]];

/** One of each kind, as large as an account can make it. */
const KINDS: Readonly<Record<Notification['kind'], Notification>> = {
  'user-guarded': aboutUser('user-guarded', 'x'.repeat(64)),
  'user-would-be-guarded': aboutUser('user-would-be-guarded'),
  'guard-failed': aboutUser('guard-failed'),
  'guard-released': aboutUser('guard-released'),
  'device-added': aboutUser('device-added'),
  'root-alert': { kind: 'root-alert', account: ACCOUNT, happened: rootSignedIn({ at: AT }) },
  'machine-changed': {
    kind: 'machine-changed',
    account: ACCOUNT,
    happened: machineChanged('x'.repeat(2_000), { at: AT }),
  },
  'own-role-used': {
    kind: 'own-role-used',
    account: ACCOUNT,
    happened: ownRoleUsed({ at: AT, resource: 'x'.repeat(2_000) }),
  },
  'machine-impaired': {
    kind: 'machine-impaired',
    account: ACCOUNT,
    at: AT,
    found: some((name) => ({ code: 'target-missing', rule: name.repeat(20), functionName: name })),
  },
  'guard-tampered': {
    kind: 'guard-tampered',
    account: ACCOUNT,
    happened: guardDetached('x'.repeat(64), { at: AT }),
    restoration: { kind: 'evaluated', outcome: applied('x'.repeat(64)) },
    at: AT,
  },
  'users-guarded': { kind: 'users-guarded', account: ACCOUNT, owner: OWNER, sweepId: 's-1', users: some(swept) },
  'users-reminded': {
    kind: 'users-reminded',
    account: ACCOUNT,
    owner: OWNER,
    sweepId: 's-1',
    at: AT,
    users: some(waiting),
  },
  'users-overdue': { kind: 'users-overdue', account: ACCOUNT, sweepId: 's-1', at: AT, users: some(waiting) },
  'exemptions-ending': {
    kind: 'exemptions-ending',
    account: ACCOUNT,
    sweepId: 's-1',
    at: AT,
    endings: some((userName) => ({ exemption: anExemption(userName), ending: { kind: 'ends-soon', days: 3 } })),
  },
  'exemption-changed': {
    kind: 'exemption-changed',
    account: ACCOUNT,
    change: {
      id: 'c-1',
      at: AT,
      userId: 'AIDAx',
      before: undefined,
      after: anExemption('AIDAx', { reason: 'x'.repeat(1_000) }),
    },
  },
  'sweep-digest': {
    kind: 'sweep-digest',
    account: ACCOUNT,
    result: {
      kind: 'fused',
      accountId: '111111111111',
      sweepId: 's-1',
      startedAt: AT,
      endedAt: AT,
      users: 5000,
      suspects: 3000,
      swept: some(swept),
      wouldBeGuarded: MANY,
      unfinished: MANY.map((name) => ({ user: user(name), error: { name: 'Throttling', message: 'Rate exceeded' } })),
      mayMissNewUsers: true,
      exempt: [],
      findings: [],
    },
    changes: { fresh: [], resolved: MANY.map((name) => `password-without-device|${name}|open`) },
  },
  'held-digest': {
    kind: 'held-digest',
    account: ACCOUNT,
    concerns: 'security',
    owner: undefined,
    held: MANY.map((name) => ({ ...toMessage(aboutUser('user-guarded', name)), sections: [] })),
    at: AT,
  },
  'events-lost': {
    kind: 'events-lost',
    account: ACCOUNT,
    lost: some((name) => ({ happened: passwordSet(name, { at: AT }), outcome: applied(name) })),
    trail: { kind: 'logging' },
  },
};

const plainMessage = (change: Partial<Message> = {}): Message => ({
  ...toMessage(aboutUser('user-guarded')),
  ...change,
});

describe('each kind of notification', () => {
  test.each(Object.entries(KINDS))('%s is within every limit of Slack', (_kind, notification) => {
    expectWithinLimits(renderSlack(toMessage(notification)));
  });

  test.each(Object.entries(KINDS))(
    '%s has header, fields, a button a link, and a context line',
    (_kind, notification) => {
      const message = toMessage(notification);
      const body = renderSlack(message);
      const types = blocksOf(body).map(({ type }) => type);
      const buttons = body.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));

      expect(types.slice(0, 3)).toEqual(['header', 'section', 'section']);
      expect(buttons.map(({ url }) => url)).toEqual(message.links.map(({ url }) => url));
      expect(types.at(-1)).toBe('context');
    },
  );

  test('nothing is cut of what one user has to do, however long the name is', () => {
    expect(shownIn(renderSlack(toMessage(KINDS['user-guarded'])))).not.toMatch(/… and \d+ more/);
  });
});

test('a guarded user is read as it would be in the channel', () => {
  const body = renderSlack(toMessage(aboutUser('user-guarded')));

  expect(body.text).toContain('▲ HIGH: MFA required, 111111111111: jane.doe. The console password of jane.doe was');
  const [header, fields, first] = body.blocks;
  expect(header).toEqual({
    type: 'header',
    text: { type: 'plain_text', text: '▲ HIGH: MFA required, 111111111111: jane.doe', emoji: false },
  });
  expect(fields).toMatchObject({
    fields: [
      { text: 'Account: 111111111111 (production)' },
      { text: 'Severity: high' },
      { text: 'User: jane.doe' },
      { text: 'Owner: jane.doe@example.com (tag "owner")' },
      { text: 'Time: 2026-11-24 12:00:00 UTC' },
    ],
  });
  expect(first).toMatchObject({
    text: { text: expect.stringMatching(/^WHAT HAPPENED\nThe console password of jane\.doe/) as unknown },
  });
});

test('a message ends with its event, why the reader gets it and how to change that', () => {
  const shown = shownIn(renderSlack(plainMessage()));

  expect(shown).toContain('user-guarded, event e-1');
  expect(shown).toContain('SecurityMinimumSeverity narrows it, a deployment without SlackWebhook ends it');
});

test('each severity has a shape and a word of its own beside the colour', () => {
  const severities: Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
  const rendered = severities.map((severity) => renderSlack(plainMessage({ severity, subject: 'x' })));

  expect(rendered.map(({ text }) => text.slice(0, text.indexOf(':')))).toEqual([
    '▲▲ CRITICAL',
    '▲ HIGH',
    '■ MEDIUM',
    '● LOW',
    '○ INFO',
  ]);
  expect(new Set(rendered.map(({ attachments }) => attachments[0].color)).size).toBe(5);
});

test('commands keep their line breaks and their indent', () => {
  expect(shownIn(renderSlack(toMessage(aboutUser('user-guarded'))))).toContain(
    '\n  aws iam create-virtual-mfa-device --virtual-mfa-device-name jane.doe \\\n    --outfile mfa-qr.png',
  );
});

describe('what is too long', () => {
  const lines = Array.from({ length: 500 }, (_, n) => `- user ${n} ${'x'.repeat(40)}`);
  const cut = (sections: Message['sections']) => renderSlack(plainMessage({ sections }));

  test('is cut at a whole line, with a count of what is left and where to read it', () => {
    const text = cut([{ heading: 'Users', lines }]).blocks[2];
    const shown = text !== undefined && 'text' in text ? text.text.text.split('\n') : [];
    const whole = shown.slice(1, -1);

    expect(whole).toEqual(lines.slice(0, whole.length));
    expect(whole.length).toBeGreaterThan(40);
    expect(shown.at(-1)).toMatch(new RegExp(`^… and ${500 - whole.length} more lines: e-mail and queues .*audit$`));
  });

  test('counts what was cut before, too', () => {
    const before = [...lines.slice(0, 99), '… and 401 more: mfa-enforcer audit has them all'];
    const shown = textsOf(cut([{ heading: 'Users', lines: before }]))
      .map(({ text }) => text)
      .find((text) => text.startsWith('USERS'));
    const whole = shown?.split('\n').slice(1, -1) ?? [];

    expect(shown).toContain(`… and ${500 - whole.length} more lines`);
  });

  test('makes room for the short sections behind it, which stay whole', () => {
    const long = Array.from({ length: 8 }, (_, n) => ({ heading: `List ${n}`, lines }));
    const body = cut([...long, { heading: 'What to do now', lines: ['Enrol a device.'] }]);

    expectWithinLimits(body);
    expect(shownIn(body)).toContain('WHAT TO DO NOW\nEnrol a device.');
  });

  test('counts the sections that are too many', () => {
    const body = cut(Array.from({ length: 200 }, (_, n) => ({ heading: `Section ${n}`, lines: ['x'] })));

    expectWithinLimits(body);
    expect(shownIn(body)).toContain('… and 160 more sections');
  });

  test('is cut by what Slack makes of its control characters', () => {
    expectWithinLimits(cut([{ heading: 'Users', lines: Array.from({ length: 300 }, () => '&'.repeat(200)) }]));
  });
});

test('only https becomes a button', () => {
  const urls = ['javascript:alert(1)', 'http://example.com', 'https://example.com/a b', 'https://example.com/a'];
  const body = renderSlack(plainMessage({ links: urls.map((url) => ({ label: 'There', url })) }));
  const actions = body.blocks.find(({ type }) => type === 'actions');

  expect(actions).toMatchObject({ elements: [{ url: 'https://example.com/a', text: { text: 'There' } }] });
  expect(renderSlack(plainMessage({ links: [] })).blocks.map(({ type }) => type)).not.toContain('actions');
});

describe('what is on the topic and is not ours', () => {
  const whence = { account: ACCOUNT, id: 'm-1', at: AT };
  const shown = (text: string) => {
    const posting = parsePosting(text);
    if (posting.kind === 'message') throw new Error('taken for a message of ours');
    const body = renderSlack(composeForeign(posting, whence));
    expectWithinLimits(body);
    return shownIn(body);
  };

  test('an alarm is told with its name, state, reason and meaning', () => {
    const alarm = {
      AlarmName: 'FailedEventsAlarm',
      AlarmDescription: 'A function gave up.\nRead the queue.',
      AWSAccountId: '111111111111',
      NewStateValue: 'ALARM',
      NewStateReason: 'Threshold Crossed: 1 datapoint [2.0]',
      StateChangeTime: '2026-11-24T12:00:00.000+0000',
    };

    expect(shown(JSON.stringify(alarm))).toContain('▲ HIGH: ALARM: alarm FailedEventsAlarm');
    expect(shown(JSON.stringify(alarm))).toContain('Threshold Crossed: 1 datapoint [2.0]');
    expect(shown(JSON.stringify(alarm))).toContain('A function gave up.\nRead the queue.');
    expect(shown(JSON.stringify({ ...alarm, NewStateValue: 'OK' }))).toContain('○ INFO: OK: alarm');
  });

  test('a bounced mail is told with its address and what the other side said', () => {
    const bounce = {
      eventType: 'Bounce',
      mail: { destination: ['jane.doe@example.com'] },
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ emailAddress: 'jane.doe@example.com', diagnosticCode: '550 no such user' }],
      },
    };

    expect(shown(JSON.stringify(bounce))).toContain('- jane.doe@example.com');
    expect(shown(JSON.stringify(bounce))).toContain('Bounce (Permanent, General, 550 no such user)');
  });

  test('a complaint is told, also in the older form of a notification', () => {
    const complaint = {
      notificationType: 'Complaint',
      mail: { destination: ['jane.doe@example.com'] },
      complaint: { complaintFeedbackType: 'abuse', complainedRecipients: [{ emailAddress: 'john.doe@example.com' }] },
    };

    expect(shown(JSON.stringify(complaint))).toContain('Complaint (abuse)');
    expect(shown(JSON.stringify(complaint))).toContain('- john.doe@example.com');
  });

  test('whatever else is told as it is, cut if need be', () => {
    expect(shown('Somebody was here.\nTwice.')).toContain('WHAT IT SAYS\nSomebody was here.\nTwice.');
    expect(shown('')).toContain('(an empty message)');
    expect(shown('{"a":1}')).toContain('{"a":1}');
    expect(shown('x'.repeat(200_000))).toContain('characters more)');
    expect(shown('line\n'.repeat(50_000))).toMatch(/… and \d+ more lines/);
  });

  test('a message of ours is known also in the envelope of SNS', () => {
    const ours = JSON.stringify({ schemaVersion: 1, ...plainMessage(), at: AT.toISOString() });

    expect(parsePosting(ours)).toMatchObject({ kind: 'message', message: { kind: 'user-guarded', at: AT } });
    expect(parsePosting(JSON.stringify({ Type: 'Notification', Message: ours }))).toEqual(parsePosting(ours));
  });
});
