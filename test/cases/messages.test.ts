import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SOURCE } from '../../shared/aws/emit-events.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import { audiencesOf } from '../../shared/messages/audiences.ts';
import { toCanonical } from '../../shared/messages/canonical.ts';
import { renderChatApplication } from '../../shared/messages/render-chat-application.ts';
import { renderEmail } from '../../shared/messages/render-email.ts';
import { renderMail } from '../../shared/messages/render-mail.ts';
import { renderSlack } from '../../shared/messages/render-slack.ts';
import { toDomainEvents } from '../../shared/messages/to-domain-events.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { messageCases, type MessageCase } from './message-cases.ts';

/**
 * Whoever changes a text on purpose runs `REWRITE_CASES=1 npx vitest run --project unit test/cases/messages`, reads the
 * diff as its readers will, and commits it.
 */
const REWRITES = process.env['REWRITE_CASES'] === '1';

describe.each(messageCases)('$name', (messageCase) => {
  const written = filesOf(messageCase.notification);

  test.each(Object.entries(written))('%s reads as expected', async (file, text) => {
    if (REWRITES) writeFileSync(`${messageCase.folder}/${file}`, await tidy(file, text));

    expect(parsed(file, text)).toEqual(parsed(file, expected(messageCase, file)));
  });

  test('has no expected text that nothing writes any more', () => {
    const files = readdirSync(messageCase.folder).filter((file) => file !== 'notification.json');

    expect(files.toSorted()).toEqual(Object.keys(written).toSorted());
  });
});

test('every kind of notification has a case', () => {
  const kinds: Readonly<Record<Notification['kind'], true>> = {
    'user-guarded': true,
    'user-would-be-guarded': true,
    'guard-failed': true,
    'guard-released': true,
    'device-added': true,
    'root-alert': true,
    'guard-tampered': true,
    'machine-changed': true,
    'machine-impaired': true,
    'own-role-used': true,
    'users-guarded': true,
    'users-reminded': true,
    'users-overdue': true,
    'sweep-digest': true,
    'held-digest': true,
    'events-lost': true,
    'exemptions-ending': true,
    'exemption-changed': true,
  };

  const told = new Set(messageCases.map(({ notification }) => notification.kind));

  expect([...told].toSorted()).toEqual(Object.keys(kinds).toSorted());
});

/** What goes out by each channel: e-mail to each topic that hears it, the owner's own mail, and the forms for machines. */
function filesOf(notification: Notification): Readonly<Record<string, string>> {
  const message = toMessage(notification);
  const audiences = audiencesOf(message, 'info');
  const mails = audiences.map((audience) => {
    const { subject, text } = renderEmail(message, audience);
    return [`email-to-${audience}.txt`, `Subject: ${subject}\n\n${text}\n`] as const;
  });
  const { subject, text } = renderMail(message, 'security.admin');
  const events = toDomainEvents(notification).map(({ detailType, detail }) => ({
    source: SOURCE,
    'detail-type': detailType,
    detail,
  }));
  return {
    ...Object.fromEntries(mails),
    ...(message.concerns === 'owners' ? { 'owners-own-mail.txt': `Subject: ${subject}\n\n${text}` } : {}),
    ...(audiences.includes('security') ? { 'slack.json': JSON.stringify(renderSlack(message)) } : {}),
    'chat-application.json': renderChatApplication(message),
    'canonical.json': toCanonical(message),
    'events.json': JSON.stringify(events),
  };
}

function expected({ folder }: MessageCase, file: string): string {
  const path = `${folder}/${file}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '""';
}

const parsed = (file: string, text: string): unknown => (file.endsWith('.json') ? JSON.parse(text, inLines) : text);

/** A text of several lines stands in the files as a list of them, so that a person can read it. */
const inLines = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && value.includes('\n') ? value.split('\n') : value;

async function tidy(file: string, text: string): Promise<string> {
  if (!file.endsWith('.json')) return text;
  const { format } = await import('prettier');
  return format(JSON.stringify(parsed(file, text)), { parser: 'json', printWidth: 120 });
}
