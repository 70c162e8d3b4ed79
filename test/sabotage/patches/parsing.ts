import type { Patch } from '../patch.ts';

const PARSER = 'shared/events/parse-record.ts';

/** From an envelope to an event. */
export const parsing: readonly Patch[] = [
  {
    name: 'another-account-evaluated',
    why: 'An event of another account makes the own user of that name be evaluated.',
    file: 'shared/events/parse-mfa-event.ts',
    from: 'if (account !== accountId)',
    to: 'if (account === undefined)',
    tests: ['cases/events'],
  },
  {
    name: 'failed-calls-evaluated',
    why: 'A call that was denied counts as if it had happened.',
    file: PARSER,
    from: 'errorCode !== undefined && errorCode !== null',
    to: "errorCode === 'nothing'",
    tests: ['cases/events'],
  },
  {
    name: 'rename-ignored',
    why: 'A new name is a way round: IAM tells of the old name nothing any more.',
    file: PARSER,
    from: "['UpdateUser', parseUserRenamed],",
    to: '',
    tests: ['cases/events'],
  },
  {
    name: 'renamed-under-the-old-name',
    why: 'The name that is evaluated after a rename is the one that is gone.',
    file: 'shared/events/parse-iam-call.ts',
    from: 'userOf(record, newUserName)',
    to: 'userOf(record, userName)',
    tests: ['cases/events'],
  },
  {
    name: 'root-name-for-a-user',
    why: "The name that AWS gives to root in a record is taken for an IAM user's.",
    file: 'shared/events/affected-user.ts',
    from: `  if (userName === undefined && record.userIdentity.type === 'Root') return { kind: 'root' };
  if (userName === undefined && record.userIdentity.type === 'IAMUser') {`,
    to: "  if (userName === undefined && ['IAMUser', 'Root'].includes(record.userIdentity.type)) {",
    tests: ['cases/events'],
  },
  {
    name: 'root-acting-on-a-user-is-root',
    why: 'A user to whom root gives a password is not evaluated.',
    file: 'shared/events/affected-user.ts',
    from: "if (userName === undefined && record.userIdentity.type === 'Root')",
    to: "if (record.userIdentity.type === 'Root')",
    tests: ['cases/events'],
  },
  {
    name: 'hidden-name-is-a-name',
    why: 'What CloudTrail writes in place of a hidden name is taken for a user.',
    file: 'shared/events/fields.ts',
    from: 'v.notValue(HIDDEN)',
    to: "v.notValue('')",
    tests: ['cases/events'],
  },
  {
    name: 'federated-sign-ins-guarded',
    why: 'Who signs in through an identity provider, which asks for MFA itself, is taken for an IAM user.',
    file: 'shared/events/parse-sign-in.ts',
    from: "    case 'IAMUser': {",
    to: "    case 'AssumedRole':\n    case 'FederatedUser':\n    case 'SAMLUser':\n    case 'IAMUser': {",
    tests: ['cases/events'],
  },
  {
    name: 'failed-sign-ins-evaluated',
    why: 'A sign-in that failed counts, and anybody can make the service busy.',
    file: 'shared/events/parse-sign-in.ts',
    from: "if (responseElements.ConsoleLogin !== 'Success')",
    to: "if (responseElements.ConsoleLogin === 'Never')",
    tests: ['cases/events'],
  },
  {
    name: 'mfa-used-by-case',
    why: 'Who signed in with MFA is alarmed about, since AWS wrote YES.',
    file: 'shared/events/parse-sign-in.ts',
    from: "MFAUsed.toLowerCase() === 'yes'",
    to: "MFAUsed === 'Yes'",
    tests: ['cases/events'],
  },
  {
    name: 'assume-root-is-a-sign-in',
    why: 'Central management of root alarms as if a human had signed in.',
    file: 'shared/events/parse-sign-in.ts',
    from: 'if (isAssumedRoot(record))',
    to: "if (isAssumedRoot(record) && record.eventID === '')",
    tests: ['cases/events'],
  },
  {
    name: 'name-of-any-form',
    why: 'A path or an ARN in place of a name is handed to IAM.',
    file: 'shared/events/fields.ts',
    from: 'v.regex(/^[\\w+=,.@-]{1,64}$/)',
    to: 'v.nonEmpty()',
    tests: ['cases/events'],
  },
];
