import { describe, expect, test } from 'vitest';
import { readReconcileSettings } from '../../shared/runtime/reconcile-settings.ts';
import { readRootAlertSettings } from '../../shared/runtime/root-alert-settings.ts';
import { accountOf, readAlertSettings, readEvaluationSettings, SettingsError } from '../../shared/runtime/settings.ts';
import { ENVIRONMENT } from '../fakes/an-environment.ts';

const COMPLETE: Record<string, string> = ENVIRONMENT;

test('complete settings are taken, empty ones as none, and nothing else of the environment', () => {
  const none = {
    ACCOUNT_NAME: undefined,
    EVENT_BUS: undefined,
    OWNER_DOMAIN: undefined,
    ENFORCE_FROM: undefined,
    INCLUDE: [],
    EXCLUDE: [],
  };
  const noMail = { SENDER_ADDRESS: undefined, MAIL_CONFIGURATION_SET: undefined, HELP_CONTACT: undefined };

  expect(readEvaluationSettings({ ...COMPLETE, AWS_SECRET_ACCESS_KEY: 'secret' })).toEqual({
    ...COMPLETE,
    ...none,
    ...noMail,
    MESSAGES_A_MINUTE: 20,
    OWNER_TAGS: ['owner', 'Owner', 'email', 'Email'],
  });
});

test.each(Object.keys(COMPLETE))('a missing %s is named', (variable) => {
  const environment = { ...COMPLETE, [variable]: undefined };

  expect(() => readEvaluationSettings(environment)).toThrow(SettingsError);
  expect(() => readEvaluationSettings(environment)).toThrow(new RegExp(`variable ${variable} is missing`));
});

test.each([
  ['ACCOUNT_ID', '1234'],
  ['PARTITION', 'amazon'],
  ['SECURITY_TOPIC_ARN', 'security'],
  ['OWNERS_TOPIC_ARN', 'arn:aws:sqs:us-east-1:111111111111:owners'],
  ['STATE_TABLE', ''],
  ['GUARD_ARN', 'arn:aws:iam::111111111111:role/guard'],
  ['MODE', 'Enforce'],
  ['SECURITY_MINIMUM_SEVERITY', 'severe'],
  ['OWNER_TAGS', ''],
  ['MESSAGES_A_MINUTE', '0'],
  ['EVENT_BUS', 'default'],
  ['HELD_MESSAGES_URL', 'held'],
  ['SENDER_ADDRESS', 'nobody'],
])('a malformed %s (%s) is named with what it must be', (variable, value) => {
  expect(() => readEvaluationSettings({ ...COMPLETE, [variable]: value })).toThrow(
    new RegExp(`variable ${variable} must be`),
  );
});

test('alerting on root needs neither the guard nor a mode, an owner or a queue', () => {
  const { ACCOUNT_ID, ACCOUNT_NAME, PARTITION, EVENT_BUS, SECURITY_TOPIC_ARN, STATE_TABLE } = ENVIRONMENT;
  const { SECURITY_MINIMUM_SEVERITY } = ENVIRONMENT;
  const rest = { ACCOUNT_ID, PARTITION, SECURITY_TOPIC_ARN, SECURITY_MINIMUM_SEVERITY, STATE_TABLE };

  expect(readAlertSettings({ ...rest, ACCOUNT_NAME, EVENT_BUS })).toEqual({
    ...rest,
    ACCOUNT_NAME: undefined,
    EVENT_BUS: undefined,
  });
});

test('an account that has a name is shown with it', () => {
  expect(accountOf(readAlertSettings({ ...COMPLETE, ACCOUNT_NAME: 'production' }))).toEqual({
    id: '111111111111',
    partition: 'aws',
    name: 'production',
  });
});

describe('the rules that a reconciliation looks at', () => {
  const RECONCILE = { ...COMPLETE, CONCURRENCY: '8' };

  test('are read with their functions', () => {
    expect(
      readReconcileSettings({ ...RECONCILE, RULES: 'user-rule=evaluate-user,root-rule=alert-on-root' }).RULES,
    ).toEqual([
      { name: 'user-rule', functionName: 'evaluate-user' },
      { name: 'root-rule', functionName: 'alert-on-root' },
    ]);
  });

  test.each([undefined, '', 'user-rule', 'user-rule=', 'a=b,'])(
    'may not be %j: none to look at is no rule that is fine',
    (RULES) => {
      expect(() => readReconcileSettings({ ...RECONCILE, RULES })).toThrow(/variable RULES/);
    },
  );
});

describe('the sessions that are our own', () => {
  test('are read by their roles', () => {
    expect(
      readRootAlertSettings({ ...COMPLETE, OWN_SESSIONS: 'role-1/function-1;role-2/function-2' }).OWN_SESSIONS,
    ).toEqual(
      new Map([
        ['role-1', 'function-1'],
        ['role-2', 'function-2'],
      ]),
    );
  });

  test.each([undefined, '', 'role', 'role/', 'role/function;'])(
    'may not be %j: then every call would pass for ours',
    (OWN_SESSIONS) => {
      expect(() => readRootAlertSettings({ ...COMPLETE, OWN_SESSIONS })).toThrow(/variable OWN_SESSIONS/);
    },
  );
});
