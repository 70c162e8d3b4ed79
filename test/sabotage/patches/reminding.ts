import type { Patch } from '../patch.ts';

const DUE = 'shared/domain/reminders.ts';
const REMIND = 'shared/workflow/remind-owners.ts';
const ROLES = 'shared/aws/read-assumed-roles.ts';

/** What comes after the first message: reminders, sessions that the guard does not reach, and who hears at all. */
export const reminding: readonly Patch[] = [
  {
    name: 'reminded-each-day',
    why: 'A reminder is told with each sweep until the day of the next.',
    file: DUE,
    from: 'if (remindedAt === undefined) return reminder;',
    to: 'if (remindedAt === undefined || now > remindedAt) return reminder;',
    tests: ['unit/reminders'],
  },
  {
    name: 'reminders-of-an-earlier-guard-count',
    why: 'Who is guarded a second time is never reminded.',
    file: DUE,
    from: 'at !== undefined && at >= toldAt',
    to: 'at !== undefined',
    tests: ['unit/reminders'],
  },
  {
    name: 'owners-read-of-foreign-users-in-reminders',
    why: 'An owner reads the names of users who are none of his.',
    file: REMIND,
    from: 'ownerLabel(owner) ?? JSON.stringify(owner)',
    to: "ownerLabel(owner) === undefined ? 'nobody' : 'somebody'",
    tests: ['unit/remind-owners'],
  },
  {
    name: 'reminded-by-the-report-alone',
    why: 'Who enrolled since the report is told to enrol.',
    file: REMIND,
    from: 'return isOpen(posture) ?',
    to: 'return posture.user.userName.length > 0 || isOpen(posture) ?',
    tests: ['unit/remind-owners'],
  },
  {
    name: 'reminded-in-observe',
    why: 'In observe owners are reminded of what nobody did.',
    file: REMIND,
    from: "enforcer.mode === 'observe' || ",
    to: '',
    tests: ['unit/remind-owners'],
  },
  {
    name: 'young-history-is-believed',
    why: 'A message says that no role was assumed, out of a history that cannot know yet.',
    file: ROLES,
    from: '!isSettled(since, clock.now()) || ',
    to: '',
    tests: ['unit/read-assumed-roles'],
  },
  {
    name: 'unread-history-is-none',
    why: 'A user with much history passes for one who assumed no role.',
    file: ROLES,
    from: 'return roles.size > 0',
    to: 'return roles.size >= 0',
    tests: ['unit/read-assumed-roles'],
  },
  {
    name: 'guards-wait-for-history',
    why: 'In a storm the guards of later users wait while history is asked for the roles of earlier ones.',
    file: ROLES,
    from: ' || waiting >= WAITING',
    to: '',
    tests: ['unit/read-assumed-roles'],
  },
  {
    name: 'nobody-hears-that-nobody-hears',
    why: 'The digest which says that security has no subscriber goes to security alone.',
    file: 'shared/messages/audiences.ts',
    from: "if (unheard === true) return ['security', 'owners'];",
    to: '',
    tests: ['unit/unheard-digest'],
  },
];
