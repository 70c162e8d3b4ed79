import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type HttpAnswer, postJson } from '../../shared/aws/post-json.ts';
import { webhookReader } from '../../shared/aws/read-webhook.ts';
import { slackQueue } from '../../shared/aws/slack-queue.ts';
import { slackWebhook } from '../../shared/aws/slack-webhook.ts';
import { parseDeliveries } from '../../shared/events/parse-deliveries.ts';
import { readSlackSettings } from '../../shared/runtime/slack-settings.ts';
import { postToSlack } from '../../shared/workflow/post-to-slack.ts';

const NAME = '/mfa-enforcer/slack-webhook';
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:slack-AbCdEf';
const TOKEN = '7IsoQTrixdUtE971O1xQTm4T';
const WEBHOOK = `https://hooks.slack.com/services/T0123456789/B1001010101/${TOKEN}`;
const RENEWED = `https://hooks.slack.com/services/T0123456789/B1001010101/renewed0renewed0renewed0`;
const ACCOUNT = { id: '111111111111', partition: 'aws' };

const ssm = mockClient(SSMClient);
const secrets = mockClient(SecretsManagerClient);
const sqs = mockClient(SQSClient);

beforeEach(() => {
  for (const client of [ssm, secrets, sqs]) client.reset();
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: WEBHOOK } });
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
});

afterEach(() => {
  vi.useRealTimers();
});

const record = (id: string, { receives = 1, body = `message ${id}` } = {}) => ({
  messageId: id,
  receiptHandle: `handle-${id}`,
  body,
  attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: '1795521600000' },
});

const answered = (status: number, text = 'ok', retryAfter?: string): HttpAnswer => ({
  kind: 'answered',
  status,
  text,
  retryAfter,
});

/** The function with all its parts but the network; Slack gives the answers one after the other, the last for ever. */
function posting(answers: readonly HttpAnswer[], { name = NAME, host = undefined as string | undefined } = {}) {
  const posts: { url: string; body: string }[] = [];
  const logged: unknown[] = [];
  const log = (message: string, facts?: object) => void logged.push(message, facts);
  const post = (url: URL, body: string) => {
    posts.push({ url: url.href, body });
    return Promise.resolve(answers[Math.min(posts.length, answers.length) - 1]!);
  };
  const read = webhookReader({ name, host }, { ssm: new SSMClient({}), secrets: new SecretsManagerClient({}) });
  const services = {
    webhook: slackWebhook(read, post, ACCOUNT),
    queue: slackQueue(new SQSClient({}), { messages: 'https://sqs/messages', deadLetters: 'https://sqs/dead' }),
    log: { info: log, warn: log },
  };
  const run = (records: readonly object[], remaining = () => 60_000) =>
    postToSlack(parseDeliveries({ Records: records }), remaining, services);
  return { run, posts, logged: () => JSON.stringify(logged) };
}

const pauses = () =>
  sqs
    .commandCalls(ChangeMessageVisibilityCommand)
    .map(({ args }) => [args[0].input.ReceiptHandle, args[0].input.VisibilityTimeout]);
const buried = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
const failures = (...ids: string[]) => ids.map((itemIdentifier) => ({ itemIdentifier }));

describe('what Slack answers', () => {
  test('a message that is taken is done with, and the next one is posted', async () => {
    const { run, posts } = posting([answered(200)]);

    expect(await run([record('1'), record('2')])).toEqual({ posted: 2, batchItemFailures: [] });
    expect(posts.map(({ url }) => url)).toEqual([WEBHOOK, WEBHOOK]);
    expect(posts[0]?.body).toContain('message 1');
    expect(sqs.calls()).toEqual([]);
  });

  test.each([
    ['30', 30],
    ['0', 1],
    ['0.2', 1],
    ['999999', 43_140],
    [undefined, 30],
    ['Tue, 24 Nov 2026 12:00:00 GMT', 30],
  ])('a pause of %s is kept by the message’s visibility: %i s', async (retryAfter, seconds) => {
    const { run, posts } = posting([answered(429, 'rate_limited', retryAfter)]);

    expect(await run([record('1'), record('2')])).toEqual({ posted: 0, batchItemFailures: failures('1', '2') });
    expect(pauses()).toEqual([
      ['handle-1', seconds],
      ['handle-2', seconds],
    ]);
    expect(posts).toHaveLength(1);
  });

  test.each([
    answered(500, 'rollup_error'),
    answered(503, ''),
    answered(408, ''),
    answered(302, ''),
    { kind: 'failed', why: 'no answer within 10 s' } as const,
    { kind: 'failed', why: 'getaddrinfo ENOTFOUND hooks.slack.com' } as const,
  ])('an outage (%o) lets the message and those behind it go back', async (answer) => {
    const { run, posts, logged } = posting([answered(200), answer]);

    expect(await run([record('1'), record('2'), record('3')])).toEqual({
      posted: 1,
      batchItemFailures: failures('2', '3'),
    });
    expect(posts).toHaveLength(2);
    expect(logged()).toContain('tried again by itself');
    expect(buried()).toEqual([]);
  });

  test.each([
    [1, 60],
    [2, 120],
    [4, 480],
    [5, 900],
    [375, 900],
  ])('at attempt %i the next one is %i s away', async (receives, seconds) => {
    await posting([answered(500)]).run([record('1', { receives })]);

    expect(pauses()).toEqual([['handle-1', seconds]]);
  });

  test.each([400, 405, 413, 422])(
    'a refusal (%i) goes to the dead letters with Slack’s word, others go on',
    async (status) => {
      const { run, posts } = posting([answered(status, 'invalid_blocks'), answered(200)]);

      expect(await run([record('1'), record('2')])).toEqual({ posted: 1, batchItemFailures: [] });
      expect(posts).toHaveLength(2);
      expect(buried()).toEqual([
        {
          QueueUrl: 'https://sqs/dead',
          MessageBody: 'message 1',
          MessageAttributes: {
            errorType: { DataType: 'String', StringValue: 'RefusedBySlack' },
            errorText: { DataType: 'String', StringValue: `${status} invalid_blocks` },
          },
        },
      ]);
    },
  );

  test('a refused message that the dead letters do not take goes back to the queue', async () => {
    sqs.on(SendMessageCommand).rejects(new Error('down'));

    expect(await posting([answered(400)]).run([record('1')])).toMatchObject({ batchItemFailures: failures('1') });
  });

  test('a message whose pause cannot be set goes back all the same', async () => {
    sqs.on(ChangeMessageVisibilityCommand).rejects(new Error('down'));

    expect(await posting([answered(500)]).run([record('1')])).toMatchObject({ batchItemFailures: failures('1') });
  });

  test('without time left for one more post, the rest goes back at once', async () => {
    const { run, posts } = posting([answered(200)]);
    const left = [60_000, 34_999];

    expect(await run([record('1'), record('2')], () => left.shift() ?? 0)).toEqual({
      posted: 1,
      batchItemFailures: failures('2'),
    });
    expect(posts).toHaveLength(1);
    expect(pauses()).toEqual([['handle-2', 1]]);
  });
});

describe('the webhook', () => {
  test('is read decrypted, once in five minutes', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z'), toFake: ['Date'] });
    const { run } = posting([answered(200)]);

    await run([record('1'), record('2')]);
    vi.setSystemTime(new Date('2026-11-24T12:04:59Z'));
    await run([record('3')]);
    expect(ssm.commandCalls(GetParameterCommand).map(({ args }) => args[0].input)).toEqual([
      { Name: NAME, WithDecryption: true },
    ]);

    vi.setSystemTime(new Date('2026-11-24T12:05:01Z'));
    await run([record('4')]);
    expect(ssm.calls()).toHaveLength(2);
  });

  test('is read from Secrets Manager if an ARN names it', async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretString: WEBHOOK });
    const { run, posts } = posting([answered(200)], { name: SECRET_ARN });

    await run([record('1')]);

    expect(secrets.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({ SecretId: SECRET_ARN });
    expect(posts).toHaveLength(1);
    expect(ssm.calls()).toEqual([]);
  });

  test.each([401, 403, 404, 410])(
    'that is gone (%i) is read once afresh, and the renewed one is used',
    async (status) => {
      ssm
        .on(GetParameterCommand)
        .resolvesOnce({ Parameter: { Value: WEBHOOK } })
        .resolves({ Parameter: { Value: RENEWED } });
      const { run, posts } = posting([answered(status, 'no_service'), answered(200)]);

      expect(await run([record('1'), record('2')])).toEqual({ posted: 2, batchItemFailures: [] });
      expect(posts.map(({ url }) => url)).toEqual([WEBHOOK, RENEWED, RENEWED]);
      expect(ssm.calls()).toHaveLength(2);
    },
  );

  test.each([401, 403, 404, 410])(
    'that stays gone (%i) keeps the messages in the queue, and a sentence says so',
    async (status) => {
      const { run, posts, logged } = posting([answered(status, 'no_service')]);

      expect(await run([record('1'), record('2')])).toEqual({ posted: 0, batchItemFailures: failures('1', '2') });
      expect(posts).toHaveLength(1);
      expect(logged()).toContain(`Slack does not take the webhook (${status} no_service)`);
      expect(logged()).toContain('Renew it');
      expect(buried()).toEqual([]);
    },
  );

  test.each([
    ['', 'does not hold the URL of a webhook'],
    ['xoxb-secret-token', 'does not hold the URL of a webhook'],
    [`{"url":"${WEBHOOK}"}`, 'does not hold the URL of a webhook'],
    [`${WEBHOOK} ${TOKEN}`, 'does not hold the URL of a webhook'],
    [`ftp://hooks.slack.com/${TOKEN}`, 'does not hold the URL of a webhook'],
    [`http://hooks.slack.com/services/${TOKEN}`, 'holds a URL without https'],
    [`https://hooks.slack.com.example.com/${TOKEN}`, 'holds the URL of another host'],
    [`https://hooks.slack.com@example.com/${TOKEN}`, 'holds the URL of another host'],
    [`https://hooks.slack.com:8443/${TOKEN}`, 'holds the URL of another host'],
    [`http://127.0.0.1:4566/${TOKEN}`, 'holds the URL of another host'],
  ])('that is none (%s) is one sentence without its content', async (value, sentence) => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: value } });
    const { run, posts, logged } = posting([answered(200)]);

    expect(await run([record('1')])).toEqual({ posted: 0, batchItemFailures: failures('1') });
    expect(posts).toEqual([]);
    expect(logged()).toContain(`The secret ${NAME} that SlackWebhook names ${sentence}`);
    if (value !== '') expect(logged()).not.toContain(value);
    expect(logged()).not.toContain(TOKEN);
    expect(logged()).not.toContain('xoxb');
  });

  test.each([
    ['https://hooks.slack-gov.com/services/a', undefined],
    ['https://proxy.example.com/services/a', 'proxy.example.com'],
    ['https://proxy.example.com:8443/services/a', 'proxy.example.com:8443'],
    ['http://127.0.0.1:4566/_slack/services/a', '127.0.0.1:4566'],
    ['http://localhost:4566/_slack/services/a', 'localhost'],
  ])('%s is taken where SlackHost is %s', async (value, host) => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: value } });
    const { run, posts } = posting([answered(200)], { host });

    await run([record('1')]);

    expect(posts.map(({ url }) => url)).toEqual([value]);
  });

  test.each([
    ['http://proxy.example.com/services/a', 'proxy.example.com', 'without https'],
    [WEBHOOK, 'proxy.example.com', 'another host than proxy.example.com'],
    ['https://proxy.example.com:8443/services/a', 'proxy.example.com', 'another host'],
  ])('%s is not taken where SlackHost is %s', async (value, host, sentence) => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: value } });
    const { run, posts, logged } = posting([answered(200)], { host });

    await run([record('1')]);

    expect(posts).toEqual([]);
    expect(logged()).toContain(sentence);
  });

  test('that cannot be read lets the messages wait, and the next step is named', async () => {
    ssm
      .on(GetParameterCommand)
      .rejects(
        Object.assign(new Error('not authorized to perform ssm:GetParameter'), { name: 'AccessDeniedException' }),
      );
    const { run, logged } = posting([answered(200)]);

    expect(await run([record('1')])).toEqual({ posted: 0, batchItemFailures: failures('1') });
    expect(logged()).toContain(`Could not read the secret ${NAME}`);
    expect(logged()).toContain('AccessDeniedException: not authorized');
  });

  test('is in no log, answer, post or dead letter, whatever Slack and the network say', async () => {
    const leaking = [
      answered(400, `bad request for ${WEBHOOK}`),
      answered(404, `no service at /services/T0123456789/B1001010101/${TOKEN}`),
      { kind: 'failed', why: `connect ECONNREFUSED ${WEBHOOK}` } as const,
      answered(429, TOKEN, '1'),
    ];
    for (const answer of leaking) {
      const { run, posts, logged } = posting([answer]);
      const answers = JSON.stringify(await run([record('1')]));
      const said = [logged(), answers, JSON.stringify(buried()), ...posts.map(({ body }) => body)].join('\n');

      expect(said).not.toContain(TOKEN);
      expect(said).not.toContain('T0123456789');
      expect(said).not.toContain('B1001010101');
    }
    expect(buried()[0]?.MessageAttributes?.['errorText']?.StringValue).toBe('400 bad request for [webhook]');
  });
});

describe('over the network', () => {
  const server = createServer();
  const listen = async (answer: RequestListener) => {
    server.removeAllListeners('request').on('request', answer);
    if (!server.listening) await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/services/${TOKEN}`);
  };
  afterEach(() => {
    server.closeAllConnections();
  });

  test('a post is JSON, and the answer is told with its pause', async () => {
    let got = '';
    const url = await listen((request, response) => {
      got = request.headers['content-type'] ?? '';
      response.writeHead(429, { 'retry-after': '7' }).end('rate_limited');
    });

    expect(await postJson(url, '{"text":"é"}')).toEqual(answered(429, 'rate_limited', '7'));
    expect(got).toContain('application/json');
  });

  test('a redirect is not followed', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(302, { location: 'http://192.0.2.1/' }).end();
    });

    expect(await postJson(url, '{}')).toEqual(answered(302, ''));
  });

  test('a server that is slow to answer is waited for, past the time that a connection may take', async () => {
    const url = await listen((_request, response) => {
      setTimeout(() => response.end('ok'), 150);
    });

    expect(await postJson(url, '{}', { connect: 50, all: 5_000 })).toEqual(answered(200));
  });

  test('a server that never answers, or breaks off, is an outage', async () => {
    const silent = await listen(() => undefined);
    expect(await postJson(silent, '{}', { connect: 1_000, all: 50 })).toEqual({
      kind: 'failed',
      why: 'no answer within 0.05 s',
    });

    const breaking = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('ok');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await postJson(breaking, '{}')).toMatchObject({ kind: 'failed' });
  });

  test('an address at which nobody answers is given up after the time that a connection may take', async () => {
    // A documentation address: packets to it are dropped, or refused at once where there is no way out.
    const answer = await postJson(new URL('https://192.0.2.1/services/a'), '{}', { connect: 50, all: 5_000 });

    expect(answer.kind).toBe('failed');
  });

  test('nobody listening is an outage, which names no more than the address', async () => {
    const url = await listen(() => undefined);
    await new Promise((closed) => server.close(closed));
    const answer = await postJson(url, '{}');

    expect(answer).toMatchObject({ kind: 'failed', why: expect.stringContaining('ECONNREFUSED') as unknown });
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
  });
});

describe('what the function is given', () => {
  test('anything but a batch of SQS is refused in a sentence', () => {
    expect(() => parseDeliveries({ detail: {} })).toThrow(/no batch of SQS \(see Records\)/);
    expect(() => parseDeliveries({ Records: [{ messageId: '1' }] })).toThrow(/Records\.0\./);
  });

  test('a missing or malformed setting is named, and a webhook in place of its name is not repeated', () => {
    const complete = {
      ACCOUNT_ID: '111111111111',
      ACCOUNT_NAME: '',
      PARTITION: 'aws',
      SLACK_WEBHOOK: NAME,
      SLACK_HOST: '',
      SLACK_MESSAGES_URL: 'https://sqs.us-east-1.amazonaws.com/111111111111/slack',
      SLACK_DEAD_LETTERS_URL: 'https://sqs.us-east-1.amazonaws.com/111111111111/dead',
    };

    expect(readSlackSettings(complete)).toMatchObject({ SLACK_WEBHOOK: NAME, SLACK_HOST: undefined });
    expect(readSlackSettings({ ...complete, SLACK_WEBHOOK: SECRET_ARN })).toMatchObject({ SLACK_WEBHOOK: SECRET_ARN });
    expect(() => readSlackSettings({ ...complete, SLACK_MESSAGES_URL: undefined })).toThrow('SLACK_MESSAGES_URL');
    expect(() => readSlackSettings({ ...complete, SLACK_WEBHOOK: WEBHOOK })).toThrow(/SLACK_WEBHOOK must be the name/);
    expect(() => readSlackSettings({ ...complete, SLACK_WEBHOOK: WEBHOOK })).not.toThrow(TOKEN);
  });
});
