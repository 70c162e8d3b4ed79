import { expect, test } from 'vitest';
import { readAlertSettings, readEvaluationSettings, SettingsError } from '../../shared/runtime/settings.ts';

const COMPLETE = {
  ACCOUNT_ID: '111111111111',
  PARTITION: 'aws',
  SECURITY_TOPIC_ARN: 'arn:aws:sns:us-east-1:111111111111:security',
  OWNERS_TOPIC_ARN: 'arn:aws:sns:us-east-1:111111111111:owners',
  STATE_TABLE: 'aws-mfa-enforcer-state',
  GUARD_ARN: 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard',
  MODE: 'observe',
};

test('complete settings are taken as they are, and nothing else of the environment', () => {
  expect(readEvaluationSettings({ ...COMPLETE, AWS_SECRET_ACCESS_KEY: 'secret' })).toEqual(COMPLETE);
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
])('a malformed %s (%s) is named with what it must be', (variable, value) => {
  expect(() => readEvaluationSettings({ ...COMPLETE, [variable]: value })).toThrow(
    new RegExp(`variable ${variable} must be`),
  );
});

test('alerting on root needs neither the guard nor a mode', () => {
  const { ACCOUNT_ID, PARTITION, SECURITY_TOPIC_ARN, STATE_TABLE } = COMPLETE;
  const rest = { ACCOUNT_ID, PARTITION, SECURITY_TOPIC_ARN, STATE_TABLE };

  expect(readAlertSettings(rest)).toEqual(rest);
});
