import type { Patch } from '../patch.ts';

const NOTICES = 'shared/aws/channel-notices.ts';
const HOLD = 'shared/aws/hold-message.ts';

/** One message by several ways, and too many at once. */
export const channels: readonly Patch[] = [
  {
    name: 'one-way-down-stops-the-others',
    why: 'A bus that is down keeps owners and security from being told.',
    file: NOTICES,
    from: '      failures.push({ channel, error });',
    to: '      throw error;',
    tests: ['unit/channel-notices'],
  },
  {
    name: 'failed-way-is-forgotten',
    why: 'A way that failed is not tried again: its readers never hear.',
    file: NOTICES,
    from: 'if (attempt.failures.length > 0) throw',
    to: 'if (attempt.failures.length > 9) throw',
    tests: ['unit/channel-notices'],
  },
  {
    name: 'told-again-by-every-way',
    why: 'The retry for one way tells everybody again.',
    file: NOTICES,
    from: '    if (already.includes(channel)) return;\n',
    to: '',
    tests: ['unit/channel-notices'],
  },
  {
    name: 'partly-told-not-remembered',
    why: 'What one way has told is forgotten when another fails.',
    file: 'shared/workflow/tell-once.ts',
    from: 'if (error instanceof NotToldError) await markPartly',
    to: 'if (error instanceof NotToldError && error.told.length > 9) await markPartly',
    tests: ['unit/tell-once'],
  },
  {
    name: 'root-is-held',
    why: 'A sign-in of root waits for a digest.',
    file: NOTICES,
    from: " || message.concerns === 'security'",
    to: '',
    tests: ['unit/channel-notices'],
  },
  {
    name: 'refused-mail-is-silent',
    why: 'Nobody hears that the owner got no mail.',
    file: NOTICES,
    from: "if (answer.kind === 'refused') whole",
    to: "if (answer.kind === 'refused' && answer.why === '') whole",
    tests: ['unit/channel-notices'],
  },
  {
    name: 'storm-is-not-held',
    why: 'Five hundred users are a thousand mails, and SNS suspends the subscription.',
    file: HOLD,
    from: 'published > store.messagesAMinute;\n    const wasOver',
    to: 'published > 1000 * store.messagesAMinute;\n    const wasOver',
    tests: ['unit/hold-message'],
  },
  {
    name: 'storm-ends-with-the-minute',
    why: 'Each minute of a storm lets twenty messages through.',
    file: HOLD,
    from: "|| Attributes?.['storms'] !== undefined",
    to: '',
    tests: ['unit/hold-message'],
  },
  {
    name: 'held-without-a-queue',
    why: 'While the queue is out of reach whatever is held is lost.',
    file: HOLD,
    from: 'subject: message.subject, error });\n      return false;',
    to: 'subject: message.subject, error });\n      return true;',
    tests: ['unit/hold-message'],
  },
  {
    name: 'held-names-all-to-every-owner',
    why: "An owner's digest names another owner's users.",
    file: 'shared/workflow/tell-held.ts',
    from: 'for (const some of inMessages(theirs))',
    to: 'for (const some of inMessages(theirs.length > 0 ? held : []))',
    tests: ['unit/tell-held'],
  },
  {
    name: 'strange-message-stops-the-digest',
    why: 'One message that is not ours keeps all others from being told.',
    file: 'shared/runtime/held-messages.ts',
    from: 'message === undefined ? [] : [message]',
    to: 'message === undefined ? [] : read.every((one) => one.message) ? [message] : []',
    tests: ['unit/tell-held'],
  },
  {
    name: 'owner-is-guessed',
    why: 'Of two tags that disagree the first is taken, and a stranger is told.',
    file: 'shared/domain/owner.ts',
    from: 'if (values.length > 1) return',
    to: 'if (values.length > 9) return',
    tests: ['unit/owner'],
  },
];
