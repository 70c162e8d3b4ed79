import { LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import type { LookupAttributeKey, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import {
  AttachUserPolicyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteUserCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { accessKeyOf, clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { anyDate, anyText } from './matching.ts';
import { outcome } from './outcome.ts';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(() => aws.doors.reset());
afterAll(() => aws.stop());

const lookup = (input: Partial<LookupEventsCommandInput> = {}) => root.cloudTrail.send(new LookupEventsCommand(input));

const by = (AttributeKey: LookupAttributeKey, AttributeValue: string) =>
  lookup({ LookupAttributes: [{ AttributeKey, AttributeValue }] });

async function createUsers(...names: string[]): Promise<void> {
  for (const UserName of names) await root.iam.send(new CreateUserCommand({ UserName }));
}

/** By event name and the user that the request names, newest first. */
async function seen(input: Partial<LookupEventsCommandInput> = {}): Promise<string[]> {
  const { Events } = await lookup(input);
  return Events!.map(({ EventName, Resources }) => `${EventName} ${Resources?.[0]?.ResourceName ?? ''}`.trim());
}

const now = async () => new Date((await aws.doors.clock()).now).getTime();

describe('the event history', () => {
  test('tells of a write as CloudTrail recorded it', async () => {
    await createUsers('jane');

    const { Events } = await lookup();

    expect(Events).toEqual([
      {
        EventId: anyText,
        EventName: 'CreateUser',
        EventSource: 'iam.amazonaws.com',
        EventTime: anyDate,
        ReadOnly: 'false',
        AccessKeyId: aws.accountId,
        Username: 'root',
        Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'jane' }],
        CloudTrailEvent: anyText,
      },
    ]);
    const record = JSON.parse(Events![0]!.CloudTrailEvent!) as Record<string, unknown>;
    expect(record).toMatchObject({
      eventName: 'CreateUser',
      eventID: Events![0]!.EventId,
      requestParameters: { userName: 'jane' },
      recipientAccountId: aws.accountId,
    });
    expect(Date.parse(record['eventTime'] as string)).toBe(Events![0]!.EventTime!.getTime());
  });

  test('has the newest first, the failed ones too, and no reads', async () => {
    await createUsers('jane');
    await root.iam.send(new ListUsersCommand({}));
    await outcome(root.iam.send(new DeleteUserCommand({ UserName: 'nobody' })));
    await root.iam.send(new UpdateUserCommand({ UserName: 'jane', NewUserName: 'joan' }));

    const { Events } = await lookup();

    expect(Events!.map(({ EventName }) => EventName)).toEqual(['UpdateUser', 'DeleteUser', 'CreateUser']);
    expect(Events![0]!.Resources!.map(({ ResourceName }) => ResourceName)).toEqual(['jane', 'joan']);
    expect(JSON.parse(Events![1]!.CloudTrailEvent!)).toMatchObject({ errorCode: 'NoSuchEntityException' });
  });

  test('is on while the trail is off', async () => {
    await aws.doors.trail(false);

    await createUsers('jane');
    const { id } = await aws.doors.signIn({ user: 'root', mfa: false });

    expect(id).toBeNull();
    expect(await seen()).toEqual(['ConsoleLogin', 'CreateUser jane']);
  });

  test('knows of a call when its delay is over', async () => {
    await aws.doors.delayHistory(300);
    await createUsers('jane');

    const soon = await seen();
    await aws.doors.advanceClock(301);
    const later = await seen();

    expect([soon, later]).toEqual([[], ['CreateUser jane']]);
  });

  test('goes back ninety days', async () => {
    await createUsers('jane');

    await aws.doors.advanceClock(90 * 86_400 - 60);
    const before = await seen();
    await aws.doors.advanceClock(120);
    const after = await seen();

    expect([before, after]).toEqual([['CreateUser jane'], []]);
  });

  test('of IAM is in us-east-1 alone', async () => {
    await createUsers('jane');

    const elsewhere = clientsOf({ ...aws, region: 'eu-central-1' as 'us-east-1' });
    const { Events } = await elsewhere.cloudTrail.send(new LookupEventsCommand({}));

    expect(Events).toEqual([]);
  });

  test('is for whoever has the right to look events up', async () => {
    await createUsers('jane');
    const { cloudTrail } = clientsOf(aws, await accessKeyOf(root, 'jane'));
    const denied = await outcome(cloudTrail.send(new LookupEventsCommand({})));

    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'cloudtrail:LookupEvents', Resource: '*' }],
    });
    await root.iam.send(new PutUserPolicyCommand({ UserName: 'jane', PolicyName: 'history', PolicyDocument }));
    const allowed = await outcome(cloudTrail.send(new LookupEventsCommand({})));

    expect(denied).toMatch(/AccessDenied/);
    expect(allowed).toBe('answered');
  });
});

describe('a lookup', () => {
  test('finds by each attribute', async () => {
    await createUsers('jane', 'john');
    await root.iam.send(new AttachUserPolicyCommand({ UserName: 'jane', PolicyArn: ADMINISTRATOR }));
    const key = await accessKeyOf(root, 'jane');
    await clientsOf(aws, key).iam.send(new CreateLoginProfileCommand({ UserName: 'john', Password: 'a pass phrase' }));
    await aws.doors.signIn({ user: 'john', mfa: false });
    await aws.doors.signIn({ user: 'root', mfa: true });
    const [newest] = (await lookup()).Events!;
    const found = async (attribute: LookupAttributeKey, value: string) =>
      (await by(attribute, value)).Events!.map(({ EventName }) => EventName);

    expect(await found('EventName', 'CreateUser')).toEqual(['CreateUser', 'CreateUser']);
    expect(await found('Username', 'jane')).toEqual(['CreateLoginProfile']);
    expect(await found('Username', 'john')).toEqual(['ConsoleLogin']);
    expect(await found('Username', 'root')).toHaveLength(5);
    expect(await found('EventSource', 'signin.amazonaws.com')).toEqual(['ConsoleLogin', 'ConsoleLogin']);
    expect(await found('EventId', newest!.EventId!)).toEqual(['ConsoleLogin']);
    expect(await found('ResourceName', 'john')).toEqual(['CreateLoginProfile', 'CreateUser']);
    expect(await found('ResourceName', ADMINISTRATOR)).toEqual(['AttachUserPolicy']);
    expect(await found('ResourceType', 'AWS::IAM::Policy')).toEqual(['AttachUserPolicy']);
    expect(await found('AccessKeyId', key.accessKeyId)).toEqual(['CreateLoginProfile']);
    expect(await found('ReadOnly', 'false')).toHaveLength(7);
    expect(await found('ReadOnly', 'true')).toEqual([]);
    expect(await found('EventName', 'createuser')).toEqual([]);
  });

  test('finds between two times, both of them within', async () => {
    await createUsers('early');
    await aws.doors.advanceClock(600);
    const from = new Date(Math.floor((await now()) / 1000) * 1000);
    await createUsers('middle');
    const to = (await lookup()).Events![0]!.EventTime!;
    await aws.doors.advanceClock(600);
    await createUsers('late');

    expect(await seen({ StartTime: from, EndTime: to })).toEqual(['CreateUser middle']);
    expect(await seen({ StartTime: from })).toEqual(['CreateUser late', 'CreateUser middle']);
    expect(await seen({ EndTime: new Date(from.getTime() - 1000) })).toEqual(['CreateUser early']);
  });

  test('comes in pages of fifty at most, which new events do not shift', async () => {
    await createUsers(...Array.from({ length: 60 }, (_, index) => `user-${index}`));

    const first = await lookup();
    await createUsers('newcomer');
    const second = await lookup({ NextToken: first.NextToken });

    expect([first.Events!.length, second.Events!.length, second.NextToken]).toEqual([50, 10, undefined]);
    expect(second.Events!.at(-1)!.Resources![0]!.ResourceName).toBe('user-0');
  });

  test('comes in pages of odd sizes, empty ones too, if a test says so', async () => {
    await createUsers('a', 'b', 'c', 'd');
    await aws.doors.addFaults({ kind: 'page-size', service: 'cloudtrail', action: 'LookupEvents', sizes: [0, 1, 2] });

    const sizes: number[] = [];
    for await (const { Events } of paginateLookupEvents({ client: root.cloudTrail }, {})) sizes.push(Events!.length);

    expect(sizes).toEqual([0, 1, 2, 0, 1]);
  });

  test.each<[string, Partial<LookupEventsCommandInput>, string]>([
    [
      'two attributes',
      {
        LookupAttributes: [
          { AttributeKey: 'Username', AttributeValue: 'root' },
          { AttributeKey: 'EventName', AttributeValue: 'CreateUser' },
        ],
      },
      'InvalidLookupAttributesException',
    ],
    [
      'an unknown attribute',
      { LookupAttributes: [{ AttributeKey: 'Colour' as 'Username', AttributeValue: 'red' }] },
      'InvalidLookupAttributesException',
    ],
    ['a start after the end', { StartTime: new Date(2000), EndTime: new Date(1000) }, 'InvalidTimeRangeException'],
    ['a token of its own making', { NextToken: 'token' }, 'InvalidNextTokenException'],
    ['too many at once', { MaxResults: 51 }, 'InvalidMaxResultsException'],
    ['none at all', { MaxResults: 0 }, 'InvalidMaxResultsException'],
  ])('with %s is refused', async (_, input, error) => {
    expect(await outcome(lookup(input))).toBe(error);
  });

  test('with the token of another lookup is refused', async () => {
    await createUsers('a', 'b');
    const { NextToken } = await lookup({ MaxResults: 1 });

    const other = lookup({
      NextToken,
      MaxResults: 1,
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateUser' }],
    });

    expect(await outcome(other)).toBe('InvalidNextTokenException');
  });

  test('may be throttled after two a second, as on AWS', async () => {
    await aws.doors.addFaults({ kind: 'rate', service: 'cloudtrail', perSecond: 2 });

    const outcomes = [await outcome(lookup()), await outcome(lookup()), await outcome(lookup())];
    await aws.doors.advanceClock(1);
    const later = await outcome(lookup());

    expect([...outcomes, later]).toEqual(['answered', 'answered', 'ThrottlingException', 'answered']);
  });
});
