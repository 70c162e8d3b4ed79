import { describe, expect, test } from 'vitest';
import { explain } from '../../cli/explain.ts';
import { ran } from './cli-terminal.ts';

const named = (name: string, message = 'as AWS says it', code?: string) =>
  Object.assign(new Error(message), { name }, code === undefined ? {} : { code });

describe('what ends a command is one sentence with the action and the next step', () => {
  test.each([
    ['no credentials', named('CredentialsProviderError'), 'No AWS credentials were found', '--profile'],
    [
      'a session of IAM Identity Center that ended',
      named('CredentialsProviderError', 'Token is expired.'),
      'has expired',
      'aws sso login',
    ],
    ['a session that ended', named('ExpiredTokenException'), 'the AWS session has expired', 'Sign in again'],
    ['a wrong key', named('InvalidClientTokenId'), 'does not accept the credentials', 'Check the key'],
    ['a denial', named('AccessDenied', 'User: arn is not authorized'), 'was denied', 'docs/cli.md'],
    ['throttling', named('Throttling'), 'throttled', 'in some minutes'],
    ['nobody there', named('AggregateError', '', 'ECONNREFUSED'), 'does not answer (ECONNREFUSED)', 'AWS_ENDPOINT_URL'],
    ['silence', named('TimeoutError'), 'does not answer (TimeoutError)', 'the Region'],
    ['anything else', named('ServiceFailure', 'Sorry\n\u001b[2J'), 'ServiceFailure', 'Sorry\\u{a}\\u{1b}[2J'],
  ])('%s', (_, error, what, next) => {
    const { sentence } = explain(error, 'iam:GetAccountSummary', undefined);

    expect(sentence).toContain('iam:GetAccountSummary');
    expect(sentence).toContain(what);
    expect(sentence).toContain(next);
    expect(sentence).not.toContain('\n');
  });

  test('a refused signature is not quoted: AWS puts the session token into its text', () => {
    const error = named('SignatureDoesNotMatch', 'The Canonical String … x-amz-security-token:hidden');

    expect(explain(error, 'sts:GetCallerIdentity', undefined).sentence).not.toContain('hidden');
  });

  test('an endpoint is told by its host, without a password in it', () => {
    const error = named('Error', '', 'ENOTFOUND');

    const { sentence } = explain(error, 'sts:GetCallerIdentity', 'https://me:hidden@aws.example:8443/x');

    expect(sentence).toContain('aws.example:8443');
    expect(sentence).not.toContain('hidden');
  });
});

test('with --json the sentence is in the document, and on stderr', async () => {
  const { code, out, err } = await ran(['audit', '--json'], () => Promise.reject(named('CredentialsProviderError')));

  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    schemaVersion: 1,
    command: 'audit',
    exitCode: 2,
    error: { name: 'CredentialsProviderError', action: null },
  });
  expect(err).toContain('No AWS credentials');
});
