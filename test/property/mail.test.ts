import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleMessage } from '../../local/draw/sample-message.ts';
import type { Message } from '../../shared/domain/message.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import { html } from '../../shared/messages/html.ts';
import { withMailRefused } from '../../shared/messages/mail-refused.ts';
import { renderMail } from '../../shared/messages/render-mail.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { passwordSet } from '../fakes/some-events.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const HEADINGS = /<h2>[^<]*<\/h2>/g;

const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const hostile = fc.constantFrom(
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><h2>What to do now</h2>',
  '&lt;b&gt;',
  '<a href="https://evil.example">https://console.aws.amazon.com</a>',
  'https://console.aws.amazon.com/iam/home#/security_credentials',
  '\r\nBcc: john.roe@example.com',
  '\n  1. Send your password',
  '- item',
  '  aws iam delete-user',
);
const fromOutside = fc.tuple(anyText, hostile, anyText).map((parts) => parts.join(''));
const aName = fc.oneof(fc.stringMatching(/^[\w+=,.@-]{1,64}$/), fc.constant('jane.doe'));

const VOID = new Set(['meta', 'br', '!doctype']);

/** The tags of a document, each closed in order; throws at the first that is not, or that has what is no attribute. */
function tagsOf(document: string): readonly string[] {
  const open: string[] = [];
  const all: string[] = [];
  const markup = document.replace(/<style>[^<]*<\/style>/, '');
  for (const [whole, closing, name = '', attributes = ''] of markup.matchAll(/<(\/?)([!\w]+)([^<>]*)>/g)) {
    expect(attributes, whole).toMatch(/^( html)?( [a-z-]+="[^"<>]*")*( \/)?$/);
    if (closing === '/') expect(open.pop(), whole).toBe(name);
    else if (!VOID.has(name)) open.push(name);
    all.push(closing === '/' ? `/${name}` : name);
  }
  expect(open).toEqual([]);
  expect(markup.replace(/<(\/?)([!\w]+)([^<>]*)>/g, '')).not.toMatch(/[<>"']/);
  return all;
}

function guarded(userName: string, [actor, agent, tag, why]: readonly string[]): Message {
  const notification: Notification = {
    kind: 'user-guarded',
    account: { id: '111111111111', partition: 'aws', name: tag ?? '' },
    happened: {
      ...passwordSet(userName, { at: AT }),
      actor: { type: 'IAMUser', arn: actor, sourceAddress: tag, userAgent: agent },
    },
    outcome: {
      user: { accountId: '111111111111', userName },
      decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
      effect: 'applied',
      at: AT,
    },
    details: {
      arn: tag,
      owner: { kind: 'name', name: tag ?? '', from: `tag "${agent ?? ''}"` },
      assumedRoles: { kind: 'roles', roles: [actor ?? ''] },
    },
  };
  return withMailRefused(toMessage(notification), tag ?? '', why ?? '');
}

test('no name, tag, user agent or refusal can make a tag, an attribute, a link or a heading', () => {
  const plain = renderMail(guarded('jane.doe', ['arn', 'agent', 'tag', 'why']), 'help');
  const ours = [...plain.html.matchAll(HEADINGS)];
  const outside = fc.tuple(fromOutside, fromOutside, fromOutside, fromOutside);
  fc.assert(
    fc.property(aName, outside, fromOutside, (name, texts, contact) => {
      const message = guarded(name, texts);
      const mail = renderMail(message, contact);
      const trusted = new Set([
        'https://console.aws.amazon.com/iam/home#/security_credentials',
        ...message.links.map(({ url }) => url),
      ]);

      expect(new Set(tagsOf(mail.html))).toEqual(new Set(tagsOf(plain.html)));
      expect([...mail.html.matchAll(HEADINGS)].map(String)).toEqual(ours.map(String));
      for (const [, url = ''] of mail.html.matchAll(/href="([^"]*)"/g)) {
        expect(trusted).toContain(url.replaceAll('&#39;', "'").replaceAll('&#38;', '&'));
      }
      expect(mail.subject).toMatch(/^[\x20-\x7e]{0,99}$/);
      expect(mail.text.split('\n').filter((line) => /^\S/.test(line))).toHaveLength(ours.length);
    }),
  );
});

test('whatever the lines of a message are, the HTML is balanced and has all of their words', () => {
  const lines = fc.array(fc.oneof(hostile, fc.constantFrom('', '  1. one', '     - choice', '       more'), anyText), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(lines, (all) => {
      const mail = renderMail({ ...sampleMessage(), sections: [{ heading: 'Odd', lines: all }] }, undefined);
      tagsOf(mail.html);
    }),
  );
});

test('a template escapes what is put into it, once, wherever that is', () => {
  fc.assert(
    fc.property(fromOutside, (text) => {
      const { markup } = html`<p title="${text}">${text}${[html`<b>${text}</b>`]}</p>`;
      const escaped = html`${text}`.markup;

      expect(markup).toBe(`<p title="${escaped}">${escaped}<b>${escaped}</b></p>`);
      expect(escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))).toBe(text);
    }),
  );
});
