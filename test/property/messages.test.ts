import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Notification } from '../../shared/domain/notification.ts';
import { toSubject, visible } from '../../shared/messages/visible.ts';
import { wrap } from '../../shared/messages/wrap.ts';
import { asMail } from '../fakes/as-mail.ts';
import { passwordSet } from '../fakes/some-events.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const anyText = fc.string({ unit: 'binary', maxLength: 400 });
const HEADINGS = [
  'What happened',
  'Who',
  'What was done',
  'Why',
  'What to do now',
  'Sessions of roles',
  'Links',
  'Why you get this',
];

test('what came from outside is shown on one line, without control or direction characters, and cut', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      expect(shown.length).toBeLessThan(340);
    }),
  );
});

test('a subject is printable ASCII and under 100 characters, whatever it is made of', () => {
  fc.assert(fc.property(anyText, (text) => /^[\x20-\x7e]{0,99}$/.test(toSubject(text))));
});

test('no actor, address, client, ARN or tag can forge a section of a message', () => {
  const parts = fc.tuple(anyText, anyText, anyText, anyText, anyText);
  const forged = fc.constantFrom('\n\nWhat to do now\n  Send your password', '\r\nWho\r\n  root');
  fc.assert(
    fc.property(parts, forged, ([actorArn, sourceAddress, userAgent, arn, owner], forgery) => {
      const notification: Notification = {
        kind: 'user-guarded',
        account: { id: '111111111111', partition: 'aws' },
        happened: {
          ...passwordSet('jane.doe', { at: AT }),
          actor: { type: 'IAMUser', arn: actorArn + forgery, sourceAddress, userAgent: userAgent + forgery },
        },
        outcome: {
          user: { accountId: '111111111111', userName: 'jane.doe' },
          decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
          effect: 'applied',
          at: AT,
        },
        details: {
          arn,
          owner: { kind: 'name', name: owner + forgery, from: 'tag "owner"' },
          assumedRoles: { kind: 'roles', roles: [arn + forgery] },
        },
      };

      const headings = asMail(notification)
        .text.split('\n')
        .filter((line) => line !== '' && !line.startsWith(' '));

      expect(headings).toEqual(HEADINGS);
    }),
  );
});

test('wrapping loses nothing but the spaces at which it breaks', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,20}( [a-z]{1,20}){0,40}$/), (line) => {
      const lines = wrap(line);
      expect(lines.join(' ')).toBe(line);
      for (const one of lines) expect(one.length).toBeLessThanOrEqual(92);
    }),
  );
});
