import type { Patch } from '../patch.ts';

const EMIT = 'shared/aws/emit-events.ts';
const CHAT = 'shared/messages/chat-text.ts';

/** From what was done to machines, and to chat applications. */
export const emitting: readonly Patch[] = [
  {
    name: 'refused-entries-are-lost',
    why: 'An event that EventBridge did not take is neither tried again nor told of.',
    file: EMIT,
    from: 'Entries[i]?.EventId === undefined',
    to: 'Entries[i] === undefined',
    tests: ['unit/emit-events'],
  },
  {
    name: 'refused-twice-is-silent',
    why: 'An event that EventBridge refuses for good is lost, and nothing tries again.',
    file: EMIT,
    from: 'if (codes.length > 0) throw new EventsNotEmittedError(codes, entries.length, busArn);',
    to: '',
    tests: ['unit/emit-events'],
  },
  {
    name: 'a-digest-over-the-size-of-a-call',
    why: 'EventBridge refuses the whole call when its entries together are too big.',
    file: EMIT,
    from: 'bytes + size > CALL_BYTES',
    to: 'size > CALL_BYTES',
    tests: ['unit/emit-events'],
  },
  {
    name: 'endless-sweep-event',
    why: 'The event of a sweep of a large account is larger than EventBridge takes, so that it never gets onto the bus.',
    file: 'shared/messages/sweep-detail.ts',
    from: 'bytesOf(detail) <= DETAIL_BYTES',
    to: 'bytesOf(detail) > 0',
    tests: ['unit/to-domain-events'],
  },
  {
    name: 'everybody-is-mentioned',
    why: 'A user called @channel calls everybody of the channel.',
    file: CHAT,
    from: "[/@/g, '＠'],",
    to: '',
    tests: ['property/chat-application'],
  },
  {
    name: 'names-are-links',
    why: 'A user agent puts a link of an attacker under the eyes of the security team.',
    file: CHAT,
    from: "[/:\\/\\//g, ':∕∕'],",
    to: '',
    tests: ['property/chat-application'],
  },
];
