import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  NoSuchEntityException,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, test } from 'vitest';
import { delayEvent } from '../../shared/aws/delay-event.ts';
import { fightsTable } from '../../shared/aws/fights-table.ts';
import { guardVersions } from '../../shared/aws/guard-versions.ts';
import { comingOf } from '../../shared/events/parse-coming.ts';

const GUARD = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';
const NOW = new Date('2026-11-24T12:00:00Z');
const gone = () => new NoSuchEntityException({ message: 'gone', $metadata: {} });

const iam = mockClient(IAMClient);
const dynamodb = mockClient(DynamoDBClient);
const sqs = mockClient(SQSClient);
afterEach(() => {
  iam.reset();
  dynamodb.reset();
  sqs.reset();
});

describe('the versions of the guard policy', () => {
  const versions = (mode: 'observe' | 'enforce' = 'enforce') => guardVersions(new IAMClient({}), GUARD, { mode });

  test('come from all pages with their text decoded, the default one first', async () => {
    iam
      .on(ListPolicyVersionsCommand)
      .resolvesOnce({ Versions: [{ VersionId: 'v1' }], IsTruncated: true, Marker: 'm' })
      .resolves({ Versions: [{ VersionId: 'v2', IsDefaultVersion: true }] });
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: '%7B%22a%22%3A1%7D' } });

    expect(await versions().versions('guard')).toEqual([
      { id: 'v2', isDefault: true, document: '{"a":1}' },
      { id: 'v1', isDefault: false, document: '{"a":1}' },
    ]);
  });

  test('leave out one that was deleted meanwhile', async () => {
    iam.on(ListPolicyVersionsCommand).resolves({ Versions: [{ VersionId: 'v1' }] });
    iam.on(GetPolicyVersionCommand).rejects(gone());

    expect(await versions().versions('guard')).toEqual([]);
  });

  test('are missing when the policy is gone; any other refusal is thrown', async () => {
    iam.on(ListPolicyVersionsCommand).rejectsOnce(gone()).rejects(new Error('throttled'));

    expect(await versions().versions('guard')).toBe('missing');
    await expect(versions().versions('guard')).rejects.toThrow('throttled');
  });

  test('are set back by one call, and by none in observe', async () => {
    iam.on(SetDefaultPolicyVersionCommand).resolves({});

    expect(await versions().setDefault('guard', 'v1')).toBe('set');
    expect(await versions('observe').setDefault('guard', 'v1')).toBe('would-set');
    expect(iam.commandCalls(SetDefaultPolicyVersionCommand).map(({ args }) => args[0].input)).toEqual([
      { PolicyArn: GUARD, VersionId: 'v1' },
    ]);
  });

  test.each(['keys-allowed', 'enrolled'] as const)('are read and set back at the policy %s', async (kind) => {
    iam.on(ListPolicyVersionsCommand).resolves({ Versions: [{ VersionId: 'v1' }] });
    iam.on(GetPolicyVersionCommand).resolves({ PolicyVersion: { Document: '%7B%7D' } });
    iam.on(SetDefaultPolicyVersionCommand).resolves({});

    await versions().versions(kind);
    await versions().setDefault(kind, 'v1');

    const arns = iam.calls().map(({ args }) => (args[0].input as { PolicyArn: string }).PolicyArn);
    expect(arns).toEqual([`${GUARD}-${kind}`, `${GUARD}-${kind}`, `${GUARD}-${kind}`]);
  });
});

describe('the fight over a guard', () => {
  const fights = () => fightsTable(new DynamoDBClient({}), 'state', '111111111111');
  const stored = (restores: number, eventId: string) => ({
    restores: { N: String(restores) },
    lastAt: { N: String(NOW.getTime() - 60_000) },
    beforeAt: { N: String(NOW.getTime() - 120_000) },
    eventId: { S: eventId },
  });

  test('begins with an item that nobody else may have put', async () => {
    dynamodb.on(GetItemCommand).resolves({});
    dynamodb.on(PutItemCommand).resolves({});

    expect(await fights().count('jane.doe', 'e-1', NOW)).toMatchObject({ restores: 1, lastAt: NOW });
    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      Item: { subject: { S: '111111111111#restores#jane.doe' }, restores: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(subject)',
    });
  });

  test('goes on from what was read, and counts anew when somebody else was first', async () => {
    dynamodb
      .on(GetItemCommand)
      .resolvesOnce({ Item: stored(1, 'e-1') })
      .resolves({ Item: stored(2, 'e-2') });
    dynamodb
      .on(PutItemCommand)
      .rejectsOnce(new ConditionalCheckFailedException({ message: '', $metadata: {} }))
      .resolves({});

    const fight = await fights().count('jane.doe', 'e-3', NOW);

    expect(fight.restores).toBe(3);
    expect(dynamodb.commandCalls(PutItemCommand)[1]?.args[0].input).toMatchObject({
      ConditionExpression: 'eventId = :before',
      ExpressionAttributeValues: { ':before': { S: 'e-2' } },
    });
  });

  test('counts an event that is brought again once', async () => {
    dynamodb.on(GetItemCommand).resolves({ Item: stored(2, 'e-2') });

    expect(await fights().count('jane.doe', 'e-2', NOW)).toMatchObject({ restores: 2 });
    expect(dynamodb.commandCalls(PutItemCommand)).toEqual([]);
  });
});

test('an event that is put off comes back from its queue as it was', async () => {
  sqs.on(SendMessageCommand).resolves({});
  const event = { detail: { eventID: 'e-1' } };

  await delayEvent(new SQSClient({}), 'https://queue')(event, 60);

  const { input } = sqs.commandCalls(SendMessageCommand)[0]!.args[0];
  expect(input).toMatchObject({ QueueUrl: 'https://queue', DelaySeconds: 60 });
  expect(comingOf({ Records: [{ eventSource: 'aws:sqs', body: input.MessageBody }] })).toEqual({ event, kind: 'due' });
  expect(comingOf(event)).toEqual({ event, kind: 'first' });
});

test('what in the queue is no event is for the parser to refuse', () => {
  expect(comingOf({ Records: [{ eventSource: 'aws:sqs', body: 'no json' }] })).toEqual({
    event: undefined,
    kind: 'due',
  });
});
