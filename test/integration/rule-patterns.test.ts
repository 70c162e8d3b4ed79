import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageStack } from '../../infrastructure/package-stack.ts';
import { startLocalAws, type LocalAws } from '../../local/start.ts';
import { isRootEvent, isTamperEvent, isUserEvent, type TamperEvent } from '../../shared/domain/mfa-event.ts';
import { InvalidEventError } from '../../shared/events/invalid-event-error.ts';
import { parseOwnRoleCall } from '../../shared/events/parse-own-role-call.ts';
import { parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { envelopeOf, eventCases, sample, sampleNames, WATCHED_ACCOUNT } from '../cases/event-cases.ts';

/** Which rules each file of `events/` must match; an empty list is a promise too. */
const MATCHES: Readonly<Record<string, readonly string[]>> = {
  'boundary-deleted-from-user': ['GuardTamperingRule'],
  'boundary-put-on-user': ['GuardTamperingRule'],
  'device-deactivated-by-admin-role': ['UserCredentialsRule'],
  'device-deactivated-by-user-on-itself': ['UserCredentialsRule'],
  'device-deleted': [],
  'device-enabled-by-user-on-itself': ['UserCredentialsRule'],
  'function-code-updated': ['MachineChangesRule'],
  'function-code-updated-by-cloudformation': [],
  'function-concurrency-put': ['MachineChangesRule'],
  'function-configuration-updated': ['MachineChangesRule'],
  'function-deleted': ['MachineChangesRule'],
  'function-permission-added': ['MachineChangesRule'],
  'function-permission-removed': ['MachineChangesRule'],
  'function-retries-updated': ['MachineChangesRule'],
  'guard-default-version-set': ['GuardTamperingRule'],
  'guard-default-version-set-by-restore-guard': [],
  'guard-detach-failed': [],
  'guard-detached-by-admin-role': ['GuardTamperingRule'],
  'guard-detached-by-cloudformation': ['GuardTamperingRule'],
  'guard-detached-by-release-role': [],
  'guard-policy-deleted': ['GuardTamperingRule'],
  'guard-version-created': ['GuardTamperingRule'],
  'guard-version-created-as-default': ['GuardTamperingRule'],
  'guard-version-deleted': ['GuardTamperingRule'],
  'guard-attached-by-evaluate-user': [],
  'hardware-token-enabled-by-admin-role': ['UserCredentialsRule'],
  'inline-guard-deleted': ['GuardTamperingRule'],
  'inline-guard-overwritten': ['GuardTamperingRule'],
  'inline-guard-put-by-evaluate-user': [],
  'key-deletion-scheduled': ['ChannelChangesRule'],
  'log-stream-created-by-own-function': [],
  'other-inline-policy-put': [],
  'other-policy-detached': [],
  'other-role-policy-put': [],
  'other-rule-disabled': [],
  'own-role-in-another-function': ['OwnRolesRule'],
  'own-role-in-another-function-refused': ['OwnRolesRule'],
  'own-role-in-another-service': ['OwnRolesRule'],
  'own-role-with-the-session-of-another': ['OwnRolesRule'],
  'passkey-deactivated-by-root-for-a-user': ['UserCredentialsRule'],
  'password-created-by-admin-role': ['UserCredentialsRule'],
  'password-created-by-identity-center-admin': ['UserCredentialsRule'],
  'password-created-by-root-for-a-user': ['UserCredentialsRule'],
  'password-created-by-user-at-a-path': ['UserCredentialsRule'],
  'password-created-by-user-on-itself': ['UserCredentialsRule'],
  'password-created-for-the-longest-name': ['UserCredentialsRule'],
  'password-created-in-another-account': [],
  'password-created-in-govcloud': ['UserCredentialsRule'],
  'password-created-without-a-user-name': ['UserCredentialsRule'],
  'password-creation-denied': [],
  'password-creation-failed': [],
  'password-deleted': ['UserCredentialsRule'],
  'password-reset-by-admin-role': ['UserCredentialsRule'],
  'queue-purged': ['ChannelChangesRule'],
  'role-policy-put': ['MachineChangesRule'],
  'role-trust-updated': ['MachineChangesRule'],
  'root-device-deactivated': ['RootCredentialsRule'],
  'root-device-deactivated-by-assume-root': ['RootCredentialsRule'],
  'root-device-enabled': [],
  'root-password-change-failed': [],
  'root-password-changed': ['RootPasswordRule'],
  'root-password-created-by-assume-root': ['RootCredentialsRule'],
  'root-password-recovered': ['RootPasswordRule'],
  'root-password-recovery-requested': [],
  'root-sign-in-by-assume-root': [],
  'root-sign-in-failed': [],
  'root-sign-in-with-mfa': [],
  'root-sign-in-without-mfa': ['RootSignInRule'],
  'rule-deleted': ['MachineChangesRule'],
  'rule-disabled': ['MachineChangesRule'],
  'rule-put': ['MachineChangesRule'],
  'rule-targets-put': ['MachineChangesRule'],
  'rule-targets-removed': ['MachineChangesRule'],
  'schedule-updated': ['ChannelChangesRule'],
  'sign-in-by-federated-user': [],
  'sign-in-by-identity-center': [],
  'sign-in-by-saml': [],
  'sign-in-failed': [],
  'sign-in-failed-for-unknown-user': [],
  'sign-in-in-another-region': ['UserSignInRule'],
  'sign-in-with-hidden-name': ['UserSignInRule'],
  'sign-in-with-passkey': [],
  'sign-in-without-mfa': ['UserSignInRule'],
  'stack-change-set-executed': ['MachineChangesRule'],
  'stack-deleted': ['MachineChangesRule'],
  'stack-updated': ['MachineChangesRule'],
  'table-deleted': ['ChannelChangesRule'],
  'topic-deleted': ['ChannelChangesRule'],
  'topic-unsubscribed': ['ChannelChangesRule'],
  'trail-selectors-put': ['MachineChangesRule'],
  'trail-stopped': ['MachineChangesRule'],
  'user-moved-to-another-path': [],
  'user-renamed-by-admin-role': ['UserCredentialsRule'],
  'user-renamed-by-root': ['UserCredentialsRule'],
  'watching-function-throttled': ['ChannelChangesRule', 'MachineChangesRule'],
  'watching-rule-disabled': ['ChannelChangesRule', 'MachineChangesRule'],
};

type Rule = { readonly name: string; readonly target: string; readonly pattern: string };
type Resource = {
  Type: string;
  Properties: { EventPattern: { source: string[] }; Targets: { Id: string }[] };
};

let aws: LocalAws;
let events: EventBridgeClient;
let rules: readonly Rule[];

beforeAll(async () => {
  const [stack, started] = await Promise.all([packageStack(), startLocalAws({ auth: false })]);
  aws = started;
  events = new EventBridgeClient({
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: { accessKeyId: WATCHED_ACCOUNT, secretAccessKey: 'test' },
  });
  rules = rulesOf(stack.template);
});

afterAll(async () => {
  events.destroy();
  await aws.stop();
});

test('the packaged template has the rules that this file speaks of, and no other', () => {
  const targets = Object.fromEntries(rules.map(({ name, target }) => [name, target]));

  expect(targets).toEqual({
    UserCredentialsRule: 'evaluate-user',
    UserSignInRule: 'evaluate-user',
    GuardTamperingRule: 'restore-guard',
    MachineChangesRule: 'alert-on-root',
    ChannelChangesRule: 'restore-guard',
    OwnRolesRule: 'alert-on-root',
    RootCredentialsRule: 'alert-on-root',
    RootPasswordRule: 'alert-on-root',
    RootSignInRule: 'alert-on-root',
  });
});

test('every pattern is within the 2,048 characters that EventBridge takes', () => {
  for (const { pattern } of rules) expect(pattern.length).toBeLessThanOrEqual(2_048);
});

test('no pattern holds a null, which CloudFormation allows in no template', () => {
  expect(rules.filter(({ pattern }) => /[[,:]null/.test(pattern))).toEqual([]);
});

test('every sample event says here what it matches', () => {
  expect(Object.keys(MATCHES).sort()).toEqual([...sampleNames].sort());
});

test.each(Object.entries(MATCHES))('%s is matched by %j', async (name, expected) => {
  const matched = await rulesThatMatch(sample(name));

  expect(matched.map((rule) => rule.name).toSorted()).toEqual(expected);
});

/**
 * TestEventPattern, as EventBridge, takes whole envelopes only: half of one can never come. And CloudFormation takes no
 * null in a template: that an error code or assumedRoot of null means none is known to the parser alone.
 */
const NULLS = ['detail.errorCode', 'detail.userIdentity.sessionContext.assumedRoot'];
const comparable = eventCases.filter(
  (eventCase) => isWhole(envelopeOf(eventCase)) && NULLS.every((path) => eventCase.change?.[path] !== null),
);

test.each(comparable)('pattern and parser agree: $name', async (eventCase) => {
  const envelope = envelopeOf(eventCase);

  const matched = await rulesThatMatch(envelope);

  expect(waysOf(envelope)).toContainEqual(matched.map((rule) => rule.target));
});

/** The roles whose calls the pattern leaves out, under the names that the samples give them. */
const OWN_ROLES: Readonly<Record<string, string>> = {
  RestoreGuardRole: 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-RestoreGuardRole-EXAMPLE0002',
  ReleaseRole: 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-ReleaseRole-EXAMPLE0001',
  EvaluateUserRole: 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-EvaluateUserRole-EXAMPLE0005',
  SweepAccountRole: 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-SweepAccountRole-EXAMPLE0010',
  ReconcileEventsRole: 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-ReconcileEventsRole-EXAMPLE0011',
};

/** The roles of the functions, as the samples call them, and the sessions of the functions. */
const OWN_SESSIONS = new Map([
  ['aws-mfa-enforcer-prod-EvaluateUserRole-EXAMPLE0005', 'aws-mfa-enforcer-prod-evaluate-user'],
  ['aws-mfa-enforcer-prod-RestoreGuardRole-EXAMPLE0002', 'aws-mfa-enforcer-prod-restore-guard'],
]);

/** What the patterns name by reference, as the samples call it; other roles have no sample. */
const RESOURCES: Readonly<Record<string, string>> = {
  TopicKey: '0b1c2d3e-0000-1111-2222-333344445555',
  MachineChangesRule: 'aws-mfa-enforcer-prod-MachineChangesRule-EXAMPLE0004',
  AlertDashonDashrootLambdaFunction: 'aws-mfa-enforcer-prod-alert-on-root',
  EvaluateUserRole: 'aws-mfa-enforcer-prod-EvaluateUserRole-EXAMPLE0005',
  RestoreGuardRole: 'aws-mfa-enforcer-prod-RestoreGuardRole-EXAMPLE0002',
  'AWS::Partition': 'aws',
  'AWS::AccountId': WATCHED_ACCOUNT,
  'AWS::StackName': 'aws-mfa-enforcer-prod',
};

type Intrinsics = { 'Fn::GetAtt'?: readonly string[]; 'Fn::Sub'?: string; Ref?: string };

/** Changes of the service itself: each of two functions tells those of the other. */
const MACHINE_WAYS = [['alert-on-root'], ['restore-guard'], ['alert-on-root', 'restore-guard']];

/** What the function leaves out itself: unit/restore-guard.test.ts. */
const isOwn = ({ actor: { sessionIssuer = '' } }: TamperEvent) => Object.values(OWN_ROLES).includes(sessionIssuer);

/** What tells an event from those that nobody watches; without it no pattern can match. */
const TELLING = ['account', 'detail', 'detail.eventSource', 'detail.eventName'];

/** The functions that an event may reach by what the parser makes of it. An invalid one must end in some dead-letter queue. */
function waysOf(envelope: unknown): readonly (readonly string[])[] {
  const ways = waysOfWatched(envelope);
  if (parseOwnRoleCall(envelope, WATCHED_ACCOUNT, OWN_SESSIONS) === undefined) return ways;
  return ways.map((way) => [...way, 'alert-on-root']);
}

function waysOfWatched(envelope: unknown): readonly (readonly string[])[] {
  try {
    const event = parseMfaEvent(envelope, WATCHED_ACCOUNT);
    if (isUserEvent(event)) return [['evaluate-user']];
    if (event.kind === 'machine-changed') return MACHINE_WAYS;
    if (isTamperEvent(event)) return isOwn(event) ? [[]] : [['restore-guard']];
    return isRootEvent(event) ? [['alert-on-root']] : [[]];
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    return TELLING.includes(error.field) ? [[]] : [['evaluate-user'], ['alert-on-root'], ['restore-guard']];
  }
}

async function rulesThatMatch(envelope: unknown): Promise<readonly Rule[]> {
  const Event = JSON.stringify(envelope);
  const answers = await Promise.all(
    rules.map(({ pattern }) => events.send(new TestEventPatternCommand({ EventPattern: pattern, Event }))),
  );
  return rules.filter((_, i) => answers[i]!.Result);
}

function rulesOf(template: unknown): readonly Rule[] {
  return Object.entries((template as { Resources: Record<string, Resource> }).Resources)
    .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
    .map(([name, { Properties }]) => ({
      name,
      target: Properties.Targets.map(({ Id }) => Id).join(),
      pattern: JSON.stringify(Properties.EventPattern, inTheOwnAccount),
    }));
}

/** What CloudFormation makes of our own roles, and of the `account` of a pattern while the stack watches its own. */
function inTheOwnAccount(_key: string, value: unknown): unknown {
  const { 'Fn::GetAtt': attribute, 'Fn::Sub': text, Ref } = (value ?? {}) as Intrinsics;
  if (attribute !== undefined) return OWN_ROLES[attribute[0] ?? ''];
  if (Ref !== undefined) return named(Ref);
  if (text !== undefined) return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => named(name));
  const [condition, own] = (value as { 'Fn::If'?: [string, unknown] } | null)?.['Fn::If'] ?? [];
  if (condition === undefined) return value;
  // The patterns as they are where all that may be watched is.
  if (condition === 'TellsSlack' || condition === 'Releases') return inTheOwnAccount('', own);
  expect([condition, own]).toEqual(['WatchesOwnAccount', { Ref: 'AWS::AccountId' }]);
  return WATCHED_ACCOUNT;
}

/** CloudFormation's names end in twelve characters of its own. */
const named = (logicalId: string) => RESOURCES[logicalId] ?? `aws-mfa-enforcer-prod-${logicalId}-EXAMPLE00000`;

function isWhole(envelope: unknown): boolean {
  const needed = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type', 'detail'];
  return typeof envelope === 'object' && envelope !== null && needed.every((field) => Object.hasOwn(envelope, field));
}
