import type { Patch } from '../patch.ts';

const OWNER = 'shared/domain/owner.ts';
const SEND = 'shared/aws/send-mail.ts';

/** From whose user it is to the owner's own mail. */
export const mailing: readonly Patch[] = [
  {
    name: 'owner-is-guessed',
    why: 'Of two addresses in one tag the message goes to nobody in particular, and does not say so.',
    file: OWNER,
    from: 'if (addresses.length > 1)',
    to: 'if (addresses.length > 2)',
    tests: ['unit/owner'],
  },
  {
    name: 'address-with-anything-behind-it',
    why: 'An address may go on with a line break and another header.',
    file: OWNER,
    from: '|xn--[a-z\\d-]{1,59})$/i;',
    to: '|xn--[a-z\\d-]{1,59})/i;',
    tests: ['unit/owner', 'property/owner'],
  },
  {
    name: 'mail-without-escapes',
    why: 'A user agent writes markup into the mail of the owner.',
    file: 'shared/messages/html.ts',
    from: 'text.replace(/[&<>"\']/g',
    to: 'text.replace(/[&"\']/g',
    tests: ['property/mail'],
  },
  {
    name: 'sandbox-fails-the-function',
    why: 'A mail that SES will never take is tried again and ends in the dead-letter queue.',
    file: SEND,
    from: '  MessageRejected,\n  NotFoundException,\n  SendingPausedException,\n];',
    to: '  NotFoundException,\n  SendingPausedException,\n];',
    tests: ['unit/send-mail'],
  },
  {
    name: 'throttled-mail-is-given-up',
    why: 'A mail that came too fast is never sent.',
    file: SEND,
    from: 'if (refusal === undefined || !(error instanceof Error)) throw error;',
    to: 'if (!(error instanceof Error)) throw error;',
    tests: ['unit/send-mail'],
  },
  {
    name: 'mails-from-anybody',
    why: 'The function may send in the name of every address that the account has verified.',
    file: 'infrastructure/roles/evaluate-user.yml',
    from: 'StringEquals: { ses:FromAddress: !Ref SenderAddress }',
    to: "StringLike: { ses:FromAddress: '*' }",
    tests: ['unit/template'],
  },
];
