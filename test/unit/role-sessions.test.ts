import { expect, test } from 'vitest';
import type { AssumedRoles, UserNotification } from '../../shared/domain/notification.ts';
import { roleSessions } from '../../shared/messages/role-sessions.ts';
import { passwordSet } from '../fakes/some-events.ts';

const guarded = (assumedRoles: AssumedRoles): UserNotification => ({
  kind: 'user-guarded',
  account: { id: '111111111111', partition: 'aws' },
  happened: passwordSet('jane.doe', { at: new Date('2026-11-24T11:40:00Z') }),
  outcome: {
    user: { accountId: '111111111111', userName: 'jane.doe' },
    decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
    effect: 'applied',
    at: new Date('2026-11-24T12:00:00Z'),
  },
  details: { arn: undefined, owner: { kind: 'none' }, assumedRoles },
});

const NOT_REACHED =
  'Sessions of roles that the user opened before are not reached by the guard; they end by themselves, after twelve hours at most.';
const MORE =
  'There may be more: calls to an endpoint of STS in another Region are recorded there, and a session of a role may have opened one of another role. To look, in each Region that you use:';
const LOOK = [
  '  aws cloudtrail lookup-events --max-items 200 \\',
  '    --lookup-attributes AttributeKey=Username,AttributeValue=jane.doe \\',
  `    --start-time 2026-11-24T11:40:00.000Z --query "Events[?EventName=='AssumeRole'].CloudTrailEvent"`,
];

test('roles are named with the command that revokes their sessions up to when the guard holds everywhere', () => {
  const roles = ['arn:aws:iam::111111111111:role/eng/deploy', 'arn:aws:iam::222222222222:role/audit'];

  expect(roleSessions(guarded({ kind: 'roles', roles }))).toEqual([
    NOT_REACHED,
    'Since the event the user assumed these roles:',
    '- arn:aws:iam::111111111111:role/eng/deploy',
    '- arn:aws:iam::222222222222:role/audit',
    "If that was not the user, revoke their sessions, in the account of the role. It ends everybody's sessions of the role that were opened before 2026-11-24T12:02:30Z; who works with it opens a new one. NAME is the last part of the ARN:",
    '  aws iam put-role-policy --role-name NAME --policy-name AWSRevokeOlderSessions --policy-document \\',
    `    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-11-24T12:02:30Z"}}}]}'`,
    MORE,
    ...LOOK,
  ]);
});

test('of a young event it is said that nothing is known yet, and how to look', () => {
  expect(roleSessions(guarded({ kind: 'not-asked' }))).toEqual([
    NOT_REACHED,
    'Which roles were assumed since the event is not known yet: history lags by minutes. To look, in each Region that you use:',
    ...LOOK,
  ]);
});

test('what could not be read is unknown, with the reason', () => {
  expect(roleSessions(guarded({ kind: 'unknown', why: 'ThrottlingException' }))).toEqual([
    NOT_REACHED,
    'Which roles were assumed since the event could not be read (ThrottlingException). To look, in each Region that you use:',
    ...LOOK,
  ]);
});

test('an empty history is no proof that there are none', () => {
  expect(roleSessions(guarded({ kind: 'roles', roles: [] }))).toEqual([
    NOT_REACHED,
    "The event history of the stack's Region names none since the event.",
    MORE,
    ...LOOK,
  ]);
});

test('more roles than a person reads are counted', () => {
  const roles = Array.from({ length: 23 }, (_, n) => `arn:aws:iam::111111111111:role/role-${n}`);

  expect(roleSessions(guarded({ kind: 'roles', roles }))).toContain('… and 3 more: CloudTrail has them all');
});

test('only a message about a guard speaks of sessions', () => {
  expect(roleSessions({ ...guarded({ kind: 'not-asked' }), kind: 'device-added' })).toEqual([]);
});
