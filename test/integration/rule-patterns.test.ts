import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageStack } from '../../infrastructure/package-stack.ts';
import { startLocalAws, type LocalAws } from '../../local/start.ts';
import { isRootEvent, isUserEvent } from '../../shared/domain/mfa-event.ts';
import { InvalidEventError } from '../../shared/events/invalid-event-error.ts';
import { parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { envelopeOf, eventCases, sample, sampleNames, WATCHED_ACCOUNT } from '../cases/event-cases.ts';

/** Which rules each file of `events/` must match; an empty list is a promise too. */
const MATCHES: Readonly<Record<string, readonly string[]>> = {
  'device-deactivated-by-admin-role': ['UserCredentialsRule'],
  'device-deactivated-by-user-on-itself': ['UserCredentialsRule'],
  'device-deleted': [],
  'device-enabled-by-user-on-itself': ['UserCredentialsRule'],
  'hardware-token-enabled-by-admin-role': ['UserCredentialsRule'],
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
  'password-deleted': [],
  'password-reset-by-admin-role': ['UserCredentialsRule'],
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
  'sign-in-by-federated-user': [],
  'sign-in-by-identity-center': [],
  'sign-in-by-saml': [],
  'sign-in-failed': [],
  'sign-in-failed-for-unknown-user': [],
  'sign-in-in-another-region': ['UserSignInRule'],
  'sign-in-with-hidden-name': ['UserSignInRule'],
  'sign-in-with-passkey': [],
  'sign-in-without-mfa': ['UserSignInRule'],
  'user-moved-to-another-path': [],
  'user-renamed-by-admin-role': ['UserCredentialsRule'],
  'user-renamed-by-root': ['UserCredentialsRule'],
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
  rules = rulesOn(['aws.iam', 'aws.signin'], stack.template);
});

afterAll(async () => {
  events.destroy();
  await aws.stop();
});

test('the packaged template has the rules that this file speaks of, and no other on these sources', () => {
  const targets = Object.fromEntries(rules.map(({ name, target }) => [name, target]));

  expect(targets).toEqual({
    UserCredentialsRule: 'evaluate-user',
    UserSignInRule: 'evaluate-user',
    RootCredentialsRule: 'alert-on-root',
    RootPasswordRule: 'alert-on-root',
    RootSignInRule: 'alert-on-root',
  });
});

test('no pattern holds a null, which CloudFormation allows in no template', () => {
  expect(rules.filter(({ pattern }) => /[[,:]null/.test(pattern))).toEqual([]);
});

test('every sample event says here what it matches', () => {
  expect(Object.keys(MATCHES).sort()).toEqual([...sampleNames].sort());
});

test.each(Object.entries(MATCHES))('%s is matched by %j', async (name, expected) => {
  const matched = await rulesThatMatch(sample(name));

  expect(matched.map((rule) => rule.name)).toEqual(expected);
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

/** What tells an event from those that nobody watches; without it no pattern can match. */
const TELLING = ['account', 'detail', 'detail.eventSource', 'detail.eventName'];

/** The functions that an event may reach by what the parser makes of it. An invalid one must end in some dead-letter queue. */
function waysOf(envelope: unknown): readonly (readonly string[])[] {
  try {
    const event = parseMfaEvent(envelope, WATCHED_ACCOUNT);
    if (isUserEvent(event)) return [['evaluate-user']];
    return isRootEvent(event) ? [['alert-on-root']] : [[]];
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    return TELLING.includes(error.field) ? [[]] : [['evaluate-user'], ['alert-on-root']];
  }
}

async function rulesThatMatch(envelope: unknown): Promise<readonly Rule[]> {
  const Event = JSON.stringify(envelope);
  const answers = await Promise.all(
    rules.map(({ pattern }) => events.send(new TestEventPatternCommand({ EventPattern: pattern, Event }))),
  );
  return rules.filter((_, i) => answers[i]!.Result);
}

function rulesOn(sources: readonly string[], template: unknown): readonly Rule[] {
  return Object.entries((template as { Resources: Record<string, Resource> }).Resources)
    .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
    .filter(([, { Properties }]) => Properties.EventPattern.source.some((source) => sources.includes(source)))
    .map(([name, { Properties }]) => ({
      name,
      target: Properties.Targets.map(({ Id }) => Id).join(),
      pattern: JSON.stringify(Properties.EventPattern, inTheOwnAccount),
    }));
}

/** What CloudFormation makes of the `account` of a pattern while the stack watches its own account. */
function inTheOwnAccount(_key: string, value: unknown): unknown {
  const [condition, own] = (value as { 'Fn::If'?: [string, unknown] } | null)?.['Fn::If'] ?? [];
  if (condition === undefined) return value;
  expect([condition, own]).toEqual(['WatchesOwnAccount', { Ref: 'AWS::AccountId' }]);
  return WATCHED_ACCOUNT;
}

function isWhole(envelope: unknown): boolean {
  const needed = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type', 'detail'];
  return typeof envelope === 'object' && envelope !== null && needed.every((field) => Object.hasOwn(envelope, field));
}
