import { CreateAccountAliasCommand, DeleteAccountAliasCommand, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';

let aws: LocalAws;
let root: Clients;
let topic: string;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});
beforeEach(async () => {
  await aws.doors.reset();
  topic = (await root.sns.send(new CreateTopicCommand({ Name: 'owners' }))).TopicArn!;
});
afterAll(() => aws.stop());

async function subscribe(Endpoint: string): Promise<string> {
  const subscribed = await root.sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'email', Endpoint }));
  return subscribed.SubscriptionArn!;
}

async function listed(NextToken?: string) {
  const page = await root.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken }));
  return {
    next: page.NextToken,
    entries: page.Subscriptions!.map(({ Endpoint, SubscriptionArn }) => [Endpoint, SubscriptionArn]),
  };
}

async function told(): Promise<string[]> {
  await aws.doors.clearMail();
  await root.sns.send(new PublishCommand({ TopicArn: topic, Message: 'm' }));
  return (await aws.doors.mail()).map(({ to }) => to);
}

describe('a subscription', () => {
  test('is listed with its ARN when it is confirmed, which is at once', async () => {
    const arn = await subscribe('jane.doe@example.com');

    expect(await listed()).toEqual({ next: undefined, entries: [['jane.doe@example.com', arn]] });
    expect(await told()).toEqual(['jane.doe@example.com']);
  });

  test('that is pending says so and hears nothing until it is confirmed', async () => {
    const arn = await subscribe('jane.doe@example.com');
    await aws.doors.subscription(topic, 'jane.doe@example.com', 'pending');
    const pending = [(await listed()).entries, await told()];
    const { Attributes } = await root.sns.send(new GetTopicAttributesCommand({ TopicArn: topic }));

    await aws.doors.subscription(topic, 'jane.doe@example.com', 'confirmed');

    expect(pending).toEqual([[['jane.doe@example.com', 'PendingConfirmation']], []]);
    expect(Attributes).toMatchObject({ SubscriptionsPending: '1', SubscriptionsConfirmed: '0' });
    expect([(await listed()).entries, await told()]).toEqual([
      [['jane.doe@example.com', arn]],
      ['jane.doe@example.com'],
    ]);
  });

  test('that was deleted is still listed, hears nothing, and can be made anew', async () => {
    const before = await subscribe('jane.doe@example.com');
    await subscribe('john.roe@example.com');
    await aws.doors.subscription(topic, 'jane.doe@example.com', 'deleted');
    const entries = [(await listed()).entries, await told()];
    const attributes = await outcome(root.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: before })));

    const after = await subscribe('jane.doe@example.com');

    expect(entries[0]).toContainEqual(['jane.doe@example.com', 'Deleted']);
    expect([entries[1], attributes]).toEqual([['john.roe@example.com'], 'NotFoundException']);
    expect(after).not.toBe(before);
    expect((await listed()).entries).toContainEqual(['jane.doe@example.com', after]);
    expect(await told()).toContain('jane.doe@example.com');
  });

  test('that nobody made has no state', async () => {
    const unknown = aws.doors.subscription(topic, 'nobody@example.com', 'deleted');

    await expect(unknown).rejects.toThrow('UnknownSubscriptionError: nobody@example.com');
  });
});

test('subscriptions are listed a hundred at a time', async () => {
  for (let number = 0; number < 101; number += 1) await subscribe(`user${number}@example.com`);

  const first = await listed();
  const second = await listed(first.next);

  expect([first.entries.length, second.entries.length, second.next]).toEqual([100, 1, undefined]);
});

test('a role may list the subscriptions of the topic that it was given', async () => {
  const right = (Resource: string) => ({ Action: 'sns:ListSubscriptionsByTopic', Resource });
  const [allowed, refused] = [await roleWith(aws, root, right(topic)), await roleWith(aws, root, right(`${topic}-2`))];
  const list = (clients: Clients) =>
    outcome(clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic })));

  expect([await list(allowed), await list(refused)]).toEqual(['answered', 'AuthorizationErrorException']);
});

test('the alias of the account is told to who may list it', async () => {
  const aliases = async (clients: Clients) =>
    (await clients.iam.send(new ListAccountAliasesCommand({}))).AccountAliases;
  const allowed = await roleWith(aws, root, { Action: 'iam:ListAccountAliases', Resource: '*' });
  const refused = await roleWith(aws, root, { Action: 'iam:ListUsers', Resource: '*' });

  const none = await aliases(allowed);
  await root.iam.send(new CreateAccountAliasCommand({ AccountAlias: 'example-production' }));
  const one = await aliases(allowed);
  await root.iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'example-production' }));

  expect([none, one, await aliases(allowed)]).toEqual([[], ['example-production'], []]);
  expect(await outcome(aliases(refused))).toBe('AccessDenied');
});
