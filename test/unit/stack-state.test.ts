import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { readSubscriptions } from '../../shared/aws/read-subscriptions.ts';
import { readTrail } from '../../shared/aws/read-trail.ts';

const denied = () => Object.assign(new Error('denied'), { name: 'AccessDeniedException' });

describe('a trail', () => {
  const cloudTrail = mockClient(CloudTrailClient);
  const TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/main';
  const OTHER = 'arn:aws:cloudtrail:eu-west-1:222222222222:trail/organization';
  const read = () => readTrail(new CloudTrailClient({}));

  beforeEach(() => {
    cloudTrail.reset();
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN: TRAIL }] });
    cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
    cloudTrail
      .on(GetEventSelectorsCommand)
      .resolves({ EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] });
  });

  test('that logs all management events brings them', async () => {
    expect(await read()).toEqual({ kind: 'logging' });
    expect(cloudTrail.commandCalls(DescribeTrailsCommand)[0]!.args[0].input).toEqual({ includeShadowTrails: true });
  });

  test('there is none, and that is said', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [] });

    expect(await read()).toEqual({ kind: 'missing', why: 'there is no trail' });
  });

  test('that was stopped does not count', async () => {
    cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: false });

    expect(await read()).toEqual({ kind: 'missing', why: `${TRAIL} is not logging` });
  });

  test.each([
    ['reads only', { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' as const }] }],
    ['data events only', { EventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: 'All' as const }] }],
    ['nothing', {}],
    ['data events, advanced', advanced({ eventCategory: 'Data' })],
    ['reads only, advanced', advanced({ eventCategory: 'Management', readOnly: 'true' })],
  ])('that logs %s does not count', async (_, selectors) => {
    cloudTrail.on(GetEventSelectorsCommand).resolves(selectors);

    expect(await read()).toMatchObject({ kind: 'missing', why: expect.stringContaining(TRAIL) as string });
  });

  test.each([
    ['writes only', { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' as const }] }],
    ['management events, advanced', advanced({ eventCategory: 'Management' })],
    ['writes only, advanced', advanced({ eventCategory: 'Management', readOnly: 'false' })],
  ])('that logs %s counts', async (_, selectors) => {
    cloudTrail.on(GetEventSelectorsCommand).resolves(selectors);

    expect(await read()).toEqual({ kind: 'logging' });
  });

  test('of several is enough, the second too', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN: TRAIL }, { TrailARN: OTHER }] });
    cloudTrail.on(GetTrailStatusCommand, { Name: TRAIL }).resolves({ IsLogging: false });

    expect(await read()).toEqual({ kind: 'logging' });
  });

  test('that leaves out the events of global services does not count', async () => {
    cloudTrail
      .on(DescribeTrailsCommand)
      .resolves({ trailList: [{ TrailARN: TRAIL, IncludeGlobalServiceEvents: false }] });

    expect(await read()).toEqual({ kind: 'missing', why: `${TRAIL} leaves out the events of IAM` });
  });

  test('of which one is refused does not hide another that logs', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN: OTHER }, { TrailARN: TRAIL }] });
    cloudTrail.on(GetTrailStatusCommand, { Name: OTHER }).rejects(denied());

    expect(await read()).toEqual({ kind: 'logging' });
  });

  test('of which one is refused and the others log nothing is unknown', async () => {
    cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [{ TrailARN: OTHER }, { TrailARN: TRAIL }] });
    cloudTrail.on(GetTrailStatusCommand, { Name: OTHER }).rejects(denied());
    cloudTrail.on(GetTrailStatusCommand, { Name: TRAIL }).resolves({ IsLogging: false });

    expect(await read()).toEqual({ kind: 'unknown', why: 'AccessDeniedException' });
  });

  test.each([DescribeTrailsCommand, GetTrailStatusCommand, GetEventSelectorsCommand])(
    'of which something is refused is unknown, neither there nor missing',
    async (command) => {
      cloudTrail.on(command as typeof DescribeTrailsCommand).rejects(denied());

      expect(await read()).toEqual({ kind: 'unknown', why: 'AccessDeniedException' });
    },
  );

  function advanced(fields: Record<string, string>) {
    const FieldSelectors = Object.entries(fields).map(([Field, value]) => ({ Field, Equals: [value] }));
    return { AdvancedEventSelectors: [{ FieldSelectors }] };
  }
});

describe('the subscribers', () => {
  const sns = mockClient(SNSClient);
  const [SECURITY, OWNERS] = ['security', 'owners'].map((name) => `arn:aws:sns:us-east-1:111111111111:${name}`);
  const topics = { security: SECURITY!, owners: OWNERS! };
  const read = () => readSubscriptions(new SNSClient({}), topics);
  const confirmed = { SubscriptionArn: `${SECURITY}:0000` };

  beforeEach(() => {
    sns.reset();
    sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [] });
  });

  test('are counted by topic; who never confirmed hears nothing', async () => {
    sns
      .on(ListSubscriptionsByTopicCommand, { TopicArn: SECURITY })
      .resolves({ Subscriptions: [confirmed, { SubscriptionArn: 'PendingConfirmation' }] });

    expect(await read()).toEqual([
      { topicArn: SECURITY, audience: 'security', confirmed: 1, pending: 1, deleted: 0 },
      { topicArn: OWNERS, audience: 'owners', confirmed: 0, pending: 0, deleted: 0 },
    ]);
  });

  test('who was taken off counts neither as confirmed nor as pending', async () => {
    sns
      .on(ListSubscriptionsByTopicCommand, { TopicArn: OWNERS })
      .resolves({ Subscriptions: [{ SubscriptionArn: 'Deleted' }, { SubscriptionArn: 'PendingConfirmation' }] });

    expect(await read()).toMatchObject([{ deleted: 0 }, { confirmed: 0, pending: 1, deleted: 1 }]);
  });

  test('are counted on all pages', async () => {
    sns
      .on(ListSubscriptionsByTopicCommand, { TopicArn: SECURITY, NextToken: undefined })
      .resolves({ Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }], NextToken: 'two' })
      .on(ListSubscriptionsByTopicCommand, { TopicArn: SECURITY, NextToken: 'two' })
      .resolves({ Subscriptions: [confirmed] });

    expect(await read()).toMatchObject([{ confirmed: 1, pending: 1 }, { confirmed: 0 }]);
  });

  test('of which one topic is refused are unknown', async () => {
    sns.on(ListSubscriptionsByTopicCommand, { TopicArn: OWNERS }).rejects(denied());

    expect(await read()).toEqual({ kind: 'unknown', why: 'AccessDeniedException' });
  });
});
