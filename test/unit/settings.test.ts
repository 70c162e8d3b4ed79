import { expect, test } from 'vitest';
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
