import { assertNever } from '../domain/assert-never.ts';
import { PROPAGATION_MS } from '../domain/freshness.ts';
import type { UserNotification } from '../domain/notification.ts';
import { atMost } from './sections.ts';
import { visible } from './visible.ts';

/** Roles named in one message. */
const ROLES = 20;

/**
 * What the guard does not reach: sessions of roles that the user opened before it. Named as far as they are known, with
 * the command that revokes them; else how to look. That there are none is never said: history knows one Region.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html}
 */
export function roleSessions(notification: UserNotification): readonly string[] {
  const { kind, details, happened, outcome } = notification;
  if (kind !== 'user-guarded') return [];
  const { assumedRoles } = details;
  const lookUp = howToLook(outcome.user.userName, happened.at);
  switch (assumedRoles.kind) {
    case 'not-asked':
      return [
        NOT_REACHED,
        'Which roles were assumed since the event is not known yet: history lags by minutes. To look, in each Region that you use:',
        ...lookUp,
      ];
    case 'unknown':
      return [
        NOT_REACHED,
        `Which roles were assumed since the event could not be read (${visible(assumedRoles.why)}). To look, in each Region that you use:`,
        ...lookUp,
      ];
    case 'roles':
      return assumedRoles.roles.length === 0
        ? [
            NOT_REACHED,
            "The event history of the stack's Region names none since the event.",
            ...MAY_BE_SHORT,
            ...lookUp,
          ]
        : [NOT_REACHED, ...revoking(assumedRoles.roles, outcome.at), ...MAY_BE_SHORT, ...lookUp];
    default:
      return assertNever(assumedRoles);
  }
}

const NOT_REACHED =
  'Sessions of roles that the user opened before are not reached by the guard; they end by themselves, after twelve hours at most.';

const MAY_BE_SHORT = [
  'There may be more: calls to an endpoint of STS in another Region are recorded there, and a session of a role may have opened one of another role. To look, in each Region that you use:',
];

const howToLook = (userName: string, since: Date): readonly string[] => [
  '  aws cloudtrail lookup-events --max-items 200 \\',
  `    --lookup-attributes AttributeKey=Username,AttributeValue=${userName} \\`,
  `    --start-time ${since.toISOString()} --query "Events[?EventName=='AssumeRole'].CloudTrailEvent"`,
];

/** Sessions opened up to the moment from which the guard holds everywhere; whoever has MFA opens a new one after it. */
function revoking(roles: readonly string[], guardedAt: Date): readonly string[] {
  const until = new Date(guardedAt.getTime() + PROPAGATION_MS).toISOString().replace(/\.\d+/, '');
  return [
    'Since the event the user assumed these roles:',
    ...atMost(
      roles.map((role) => `- ${visible(role)}`),
      ROLES,
      'CloudTrail has them all',
    ),
    `If that was not the user, revoke their sessions, in the account of the role. It ends everybody's sessions of the role that were opened before ${until}; who works with it opens a new one. NAME is the last part of the ARN:`,
    '  aws iam put-role-policy --role-name NAME --policy-name AWSRevokeOlderSessions --policy-document \\',
    `    '${JSON.stringify(denyOlderThan(until))}'`,
  ];
}

/** As the console's "Revoke active sessions" attaches it. */
const denyOlderThan = (until: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Deny', Action: ['*'], Resource: ['*'], Condition: { DateLessThan: { 'aws:TokenIssueTime': until } } },
  ],
});
