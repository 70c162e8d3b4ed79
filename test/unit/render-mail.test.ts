import { describe, expect, test } from 'vitest';
import { sampleMessage } from '../../local/draw/sample-message.ts';
import { renderMail } from '../../shared/messages/render-mail.ts';
import { MAIL_STYLE } from '../../shared/messages/mail-style.ts';

const MESSAGE = sampleMessage();
const mail = renderMail(MESSAGE, 'help.desk@example.com');
const headings = (html: string) => [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, heading]) => heading);

const SECTIONS = [
  'What happened',
  'Who',
  'What was done',
  'Why',
  'What to do now',
  'Sessions of roles',
  'What the guard leaves open without MFA',
  'Whom to ask',
  'Links',
  'Why you get this',
];

describe('both forms', () => {
  test('say the same, in the same order', () => {
    expect(headings(mail.html)).toEqual(SECTIONS);
    expect(mail.text.split('\n').filter((line) => line !== '' && !line.startsWith(' '))).toEqual(SECTIONS);
  });

  test('have a subject that is the headline, too', () => {
    expect(mail.subject).toBe('MFA required, 111122223333: jane.doe');
    expect(mail.html).toContain('<title>MFA required, 111122223333: jane.doe</title>');
    expect(mail.html).toContain('<h1>MFA required, 111122223333: jane.doe</h1>');
  });

  test('name whom to ask, if the deployment has somebody', () => {
    expect(mail.text).toContain('Whom to ask\n  help.desk@example.com\n');
    expect(headings(renderMail(MESSAGE, undefined).html)).not.toContain('Whom to ask');
  });

  test('end with why the reader gets this and how to change it', () => {
    expect(mail.text).toMatch(/owner of jane\.doe\. It was found by the tag "owner"\.\n.*change the tags/);
    expect(mail.html).toMatch(/It was found by the tag &#34;owner&#34;/);
  });

  test('say of several users at once that they are the reader’s, without a name that is long', () => {
    const { text } = renderMail({ ...MESSAGE, users: ['jane.doe', 'john.roe'] }, undefined);

    expect(text).toContain('This is the address of the owner of these users.');
  });

  test('tell what the guard leaves open to those only who have to enrol', () => {
    const of = (kind: string) => headings(renderMail({ ...MESSAGE, kind }, undefined).html);

    expect(of('users-guarded')).toContain('What the guard leaves open without MFA');
    expect(of('users-reminded')).toContain('What the guard leaves open without MFA');
    expect(of('device-added')).not.toContain('What the guard leaves open without MFA');
  });

  test('never have a line break in the subject', () => {
    const { subject } = renderMail({ ...MESSAGE, subject: 'MFA\r\nBcc: john.roe@example.com' }, undefined);

    expect(subject).toBe('MFA??Bcc: john.roe@example.com');
  });
});

describe('the text', () => {
  test('is wrapped, save steps and commands', () => {
    const prose = mail.text.split('\n').filter((line) => !line.startsWith('    '));

    for (const line of prose) expect(line.length).toBeLessThanOrEqual(94);
  });

  test('keeps each command on lines of its own, to be copied', () => {
    expect(mail.text).toContain('\n    aws iam enable-mfa-device --user-name jane.doe \\\n      --serial-number');
  });
});

describe('the HTML', () => {
  test('has each step for each kind of device in a list, and the choices in one within', () => {
    expect(mail.html).toMatch(/<ol>\s*<li>Sign in as jane\.doe/);
    expect(mail.html).toMatch(
      /<li>Choose the kind and follow the page:<ul>\s*<li>Passkey[^<]*administrators should have one\.<\/li>/,
    );
    expect(mail.html).toMatch(/<li>Authenticator app[^<]*<\/li>\s*<li>Hardware TOTP token[^<]*<\/li>\s*<\/ul><\/li>/);
  });

  test('has the commands in a block of their own, as they are typed', () => {
    expect(mail.html).toMatch(
      /<pre><code>aws iam create-virtual-mfa-device [^<]*\\\n {2}--outfile mfa-qr\.png[^<]*<\/code><\/pre>/,
    );
  });

  test('links to the console and to nowhere else', () => {
    const targets = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);

    expect(targets).toEqual([
      'https://console.aws.amazon.com/iam/home#/security_credentials',
      'https://console.aws.amazon.com/iam/home#/users/details/jane.doe?section=security_credentials',
    ]);
  });

  test('makes no link of what is not https', () => {
    const links = [{ label: 'Run', url: 'javascript:alert(1)' }];

    expect(renderMail({ ...MESSAGE, links }, undefined).html).toContain('<li>Run</li>');
  });

  test('loads nothing from elsewhere and runs nothing', () => {
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|object|form|base|svg)\b|\ssrc=|url\(|@import|\son\w+=/i);
  });

  test('is drawn in the theme of whoever reads it', () => {
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark" />');
    expect(MAIL_STYLE.markup).toMatch(/color-scheme: light dark[\s\S]*@media \(prefers-color-scheme: dark\)/);
  });

  test('has no line that a mail server would cut, though one owner has hundreds of users', () => {
    const names = Array.from({ length: 900 }, (_, index) => `- jane.doe.${index}`);
    const { html } = renderMail({ ...MESSAGE, sections: [{ heading: 'Users', lines: names }] }, undefined);

    for (const line of html.split('\n')) expect(line.length).toBeLessThan(998);
  });
});
