import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';

const WEBHOOK = 'T000/B000/secret';

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws();
});
beforeEach(() => aws.doors.clearSlack());
afterAll(() => aws.stop());

async function post(body: unknown, options: { webhook?: string; signal?: AbortSignal } = {}) {
  const response = await fetch(`${aws.endpoint}/_slack/services/${options.webhook ?? WEBHOOK}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return [response.status, await response.text(), response.headers.get('retry-after')] as const;
}

const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const header = (length: number) => ({ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(length) } });
const divider = { type: 'divider' };

test('a message is taken, and told with the time of the clock', async () => {
  await aws.doors.advanceClock(3600);
  const message = { text: 'Enrol MFA', blocks: [header(150), { type: 'section', text: mrkdwn(3000) }, divider] };

  const answer = await post(message);

  expect(answer).toEqual([200, 'ok', null]);
  const posts = await aws.doors.slack();
  expect(posts).toMatchObject([{ webhook: WEBHOOK, body: message, tries: 1 }]);
  const { now } = await aws.doors.clock();
  expect(Math.abs(Date.parse(posts[0]!.at) - Date.parse(now))).toBeLessThan(5_000);
});

test.each<[string, unknown, string]>([
  ['that is no JSON', 'payload', 'invalid_payload'],
  ['without text and blocks', { username: 'mfa' }, 'invalid_payload'],
  ['of 51 blocks', { blocks: Array.from({ length: 51 }, () => divider) }, 'invalid_blocks'],
  ['with a section over 3,000 characters', { blocks: [{ type: 'section', text: mrkdwn(3001) }] }, 'invalid_blocks'],
  ['with a header over 150 characters', { blocks: [header(151)] }, 'invalid_blocks'],
  ['with an empty section', { blocks: [{ type: 'section', text: mrkdwn(0) }] }, 'invalid_blocks'],
  ['with eleven fields', { blocks: [{ type: 'section', fields: Array(11).fill(mrkdwn(1)) }] }, 'invalid_blocks'],
  ['with a block of no known kind', { blocks: [{ type: 'marquee' }] }, 'invalid_blocks'],
])('a message %s is refused and not kept', async (_, message, expected) => {
  expect(await post(message)).toEqual([400, expected, null]);
  expect(await aws.doors.slack()).toEqual([]);
});

describe('an answer that a test asks for', () => {
  test.each([
    [{ status: 429, retryAfter: 7 }, [429, 'rate_limited', '7']],
    [{ status: 500 }, [500, 'rollup_error', null]],
    [{ status: 403 }, [403, 'invalid_token', null]],
    [{ status: 403, answer: 'action_prohibited' }, [403, 'action_prohibited', null]],
    [{ status: 404 }, [404, 'no_service', null]],
    [{ status: 410 }, [410, 'channel_is_archived', null]],
    [{ status: 400, answer: 'invalid_blocks' }, [400, 'invalid_blocks', null]],
  ] as const)('%o is given', async (answer, expected) => {
    await aws.doors.slackAnswers(answer);

    expect(await post({ text: 'm' })).toEqual(expected);
    expect(await aws.doors.slack()).toEqual([]);
  });

  test('is given so many times, then the next, then Slack takes the message and tells how often it was sent', async () => {
    await aws.doors.slackAnswers({ status: 429, times: 2 }, { status: 500, times: 1 });

    const statuses = [];
    for (let sent = 0; sent < 4; sent += 1) statuses.push((await post({ text: 'm' }))[0]);

    expect(statuses).toEqual([429, 429, 500, 200]);
    expect(await aws.doors.slack()).toMatchObject([{ body: { text: 'm' }, tries: 4 }]);
    expect((await aws.doors.slackTries()).map(({ status }) => status)).toEqual(statuses);
  });

  test('without a number is given until it is cleared, and only by the webhook that it names', async () => {
    await aws.doors.slackAnswers({ status: 404, webhook: 'B000' });
    const send = async (webhook: string) => (await post({ text: 'm' }, { webhook }))[0];

    const before = [await send(WEBHOOK), await send(WEBHOOK), await send('T000/B111/other')];
    await aws.doors.slackAnswers();
    const after = await send(WEBHOOK);

    expect([before, after]).toEqual([[404, 404, 200], 200]);
  });

  test('hangs: who gives up waiting has posted all the same', async () => {
    await aws.doors.slackAnswers({ milliseconds: 400, times: 1 });

    await expect(post({ text: 'm' }, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
    const again = await post({ text: 'm' });

    expect(again[0]).toBe(200);
    expect((await aws.doors.slack()).map(({ tries }) => tries)).toEqual([1, 2]);
  });

  test('that says neither status nor time is refused', async () => {
    await expect(aws.doors.slackAnswers({ times: 1 })).rejects.toThrow('needs a status or milliseconds');
  });
});

test('a reset forgets messages and answers', async () => {
  await post({ text: 'm' });
  await aws.doors.slackAnswers({ status: 500 });

  await aws.doors.reset();

  expect([await aws.doors.slack(), await aws.doors.slackTries()]).toEqual([[], []]);
  expect((await post({ text: 'm' }))[0]).toBe(200);
});
