import type { Patch } from '../patch.ts';

const folder = 'infrastructure/rules/patterns';
const USER_CREDENTIALS = `${folder}/user-credentials.yml`;
const USER_SIGN_IN = `${folder}/user-sign-in.yml`;
const ROOT_SIGN_IN = `${folder}/root-sign-in.yml`;
const ROOT_CREDENTIALS = `${folder}/root-credentials.yml`;
const ROOT_PASSWORD = `${folder}/root-password.yml`;

const ACCOUNT = 'account: [!If [WatchesOwnAccount, !Ref AWS::AccountId, !Ref WatchedAccount]]';
const SUCCEEDED = '  errorCode: [{ exists: false }]\n';
const WITHOUT_MFA = "MFAUsed: [{ exists: false }, { anything-but: { equals-ignore-case: 'yes' } }]";

/** A clause that is taken out of a rule: the local AWS matches the patterns as EventBridge does. */
const clause = (name: string, file: string, from: string, to: string, why: string): Patch => ({
  name,
  why,
  file,
  from,
  to,
  tests: ['integration/rule-patterns'],
});

const accountOf = (rule: string, file: string): Patch => ({
  name: `${rule}-of-any-account`,
  why: 'The rule matches the events of every account whose events reach the bus.',
  file,
  from: ACCOUNT,
  to: '',
  tests: ['unit/template'],
});

const DENIED = 'A call that failed and changed nothing starts the function.';
const BY_CASE = 'A sign-in with MFA matches, since AWS wrote YES.';
const SILENT_ON_MFA = 'A sign-in whose record does not speak of MFA is not seen.';

/** What EventBridge lets through. */
export const patterns: readonly Patch[] = [
  accountOf('user-credentials', USER_CREDENTIALS),
  accountOf('user-sign-in', USER_SIGN_IN),
  accountOf('root-sign-in', ROOT_SIGN_IN),
  accountOf('root-credentials', ROOT_CREDENTIALS),
  accountOf('root-password', ROOT_PASSWORD),

  clause('user-credentials-failed', USER_CREDENTIALS, SUCCEEDED, '', DENIED),
  clause(
    'user-credentials-of-root-by-name',
    USER_CREDENTIALS,
    '[{ anything-but: [AWS ROOT USER] }]',
    '[{ exists: true }]',
    "A change of root's own password starts evaluate-user too.",
  ),
  clause(
    'user-credentials-of-root-itself',
    USER_CREDENTIALS,
    '[{ exists: false }, { anything-but: [Root] }]',
    '[{ exists: false }, { exists: true }]',
    'Root acting on itself without a name starts evaluate-user too.',
  ),
  clause(
    'user-credentials-any-update',
    USER_CREDENTIALS,
    'newUserName: [{ exists: true }]',
    'userName: [{ exists: true }]',
    'Every UpdateUser starts the function.',
  ),
  clause(
    'user-credentials-without-renames',
    USER_CREDENTIALS,
    'eventName: [UpdateUser]',
    'eventName: [UpdateGroup]',
    'A rename is a way round.',
  ),

  clause('user-sign-in-failed-call', USER_SIGN_IN, SUCCEEDED, '', DENIED),
  clause(
    'user-sign-in-federated',
    USER_SIGN_IN,
    '  userIdentity:\n    type: [IAMUser]\n',
    '',
    'Federated and root sign-ins start evaluate-user.',
  ),
  clause(
    'user-sign-in-failed',
    USER_SIGN_IN,
    '  responseElements:\n    ConsoleLogin: [Success]\n',
    '',
    'Failed sign-ins start the function: anybody can send them.',
  ),
  clause('user-sign-in-with-mfa', USER_SIGN_IN, `  additionalEventData:\n    ${WITHOUT_MFA}\n`, '', BY_CASE),
  clause('user-sign-in-mfa-by-case', USER_SIGN_IN, "{ equals-ignore-case: 'yes' }", "['Yes']", BY_CASE),
  clause(
    'user-sign-in-silent-on-mfa',
    USER_SIGN_IN,
    '[{ exists: false }, { anything-but',
    '[{ anything-but',
    SILENT_ON_MFA,
  ),

  clause('root-sign-in-failed-call', ROOT_SIGN_IN, SUCCEEDED, '', DENIED),
  clause('root-sign-in-of-anybody', ROOT_SIGN_IN, '    type: [Root]\n', '', 'Sign-ins of IAM users alarm as root.'),
  clause(
    'root-sign-in-by-assume-root',
    ROOT_SIGN_IN,
    "    sessionContext:\n      assumedRoot: [{ exists: false }, false, 'false', '']\n",
    '',
    'Central management of root alarms as if a human had signed in.',
  ),
  clause('root-sign-in-mfa-by-case', ROOT_SIGN_IN, "{ equals-ignore-case: 'yes' }", "['Yes']", BY_CASE),
  clause(
    'root-sign-in-silent-on-mfa',
    ROOT_SIGN_IN,
    '[{ exists: false }, { anything-but',
    '[{ anything-but',
    SILENT_ON_MFA,
  ),

  clause('root-credentials-failed', ROOT_CREDENTIALS, SUCCEEDED, '', DENIED),
  clause(
    'root-credentials-of-anybody',
    ROOT_CREDENTIALS,
    '      userIdentity:\n        type: [Root]\n',
    '',
    'A user who changes its own password alarms as root.',
  ),
  clause(
    'root-credentials-by-root-on-users',
    ROOT_CREDENTIALS,
    '        userName: [{ exists: false }]\n',
    '        policyArn: [{ exists: false }]\n',
    'Root acting on an IAM user alarms as if root itself had changed.',
  ),

  clause(
    'root-password-of-anybody',
    ROOT_PASSWORD,
    '  userIdentity:\n    type: [Root]\n',
    '',
    'A password that an IAM user changes on the sign-in page alarms as root.',
  ),
  clause(
    'root-password-failed',
    ROOT_PASSWORD,
    '        PasswordUpdated: [Success]',
    '        PasswordUpdated: [{ exists: true }]',
    'A change of the password that failed alarms.',
  ),
];
