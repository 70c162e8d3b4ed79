import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetUserCommand, IAMClient, ListGroupsForUserCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { waves } from '../../shared/aws/waves.ts';
import { readEvaluationSettings, SettingsError } from '../../shared/runtime/settings.ts';
import { isInWave, parsePatterns, pathIn, rememberedAfter, type Wave } from '../../shared/domain/wave.ts';
import type { AccountUser } from '../../shared/domain/inventory.ts';
import { ENVIRONMENT } from '../fakes/an-environment.ts';

const wave = (include: string, exclude = ''): Wave => ({
  include: parsePatterns(include) ?? [],
  exclude: parsePatterns(exclude) ?? [],
});
const traits = {
  userId: 'AIDA1',
  path: '/eng/web/',
  groups: ['developers-berlin', 'all'],
  tags: { wave: '12', a: 'b=c' },
};

describe('a pattern', () => {
  test.each([
    ['path:/eng/*', true],
    ['path:/eng/', false],
    ['path:/eng/web/', true],
    ['path:/*/web/', true],
    ['path:/ENG/*', false],
    ['group:developers*', true],
    ['group:developers', false],
    ['group:developers-?erlin', true],
    ['group:all', true],
    ['tag:wave=1*', true],
    ['tag:wave=1', false],
    ['tag:wave=1?', true],
    ['tag:Wave=1*', false],
    ['tag:other=*', false],
    ['tag:a=b=c', true],
    ['group:nobody,tag:wave=12', true],
    ['', true],
  ])('%s includes: %s', (include, expected) => {
    expect(isInWave(wave(include), traits)).toBe(expected);
  });

  test('that excludes wins over one that includes', () => {
    expect(isInWave(wave('path:/eng/*', 'group:all'), traits)).toBe(false);
    expect(isInWave(wave('', 'path:/ops/*'), traits)).toBe(true);
  });

  test.each(['eng', 'path:eng/', 'group:', 'tag:wave', 'tag:=1', 'name:jane.doe', 'path:/a/,', ',path:/a/'])(
    '%j is none',
    (text) => {
      expect(parsePatterns(text)).toBeUndefined();
    },
  );

  test('of what could not be read delays nobody', () => {
    const unread = { userId: undefined, path: undefined, groups: undefined, tags: undefined };

    expect(isInWave(wave('tag:wave=1'), { ...traits, tags: undefined })).toBe(true);
    expect(isInWave(wave('group:nobody'), unread)).toBe(true);
    expect(isInWave(wave('', 'path:/eng/*'), unread)).toBe(true);
    expect(isInWave(wave('tag:wave=9'), { ...traits, groups: undefined })).toBe(false);
  });

  test.each([
    ['arn:aws:iam::111111111111:user/jane.doe', '/'],
    ['arn:aws-cn:iam::111111111111:user/eng/web/jane.doe', '/eng/web/'],
    ['', undefined],
  ])('finds in %s the path %s', (arn, path) => {
    expect(pathIn(arn)).toBe(path);
  });
});

const aUser = (userId: string, path: string): AccountUser => ({
  userName: userId,
  arn: `arn:aws:iam::111111111111:user${path}${userId}`,
  userId,
  createdAt: undefined,
  groups: [],
  attachedPolicies: [],
  inlinePolicies: [],
  tags: {},
});

describe('who is remembered', () => {
  const eng = wave('path:/eng/*');

  test('is whoever is in now and whoever was', () => {
    const before = new Set(['AIDA1']);
    const users = [aUser('AIDA1', '/'), aUser('AIDA2', '/eng/'), aUser('AIDA3', '/')];

    expect([...rememberedAfter(before, users, eng)]).toEqual(['AIDA1', 'AIDA2']);
    expect(rememberedAfter(new Set(['AIDA1', 'AIDA2']), users, eng)).toEqual(new Set(['AIDA1', 'AIDA2']));
  });

  test('is the very same set where nobody is new, so that nothing is written', () => {
    const before = new Set(['AIDA2']);

    expect(rememberedAfter(before, [aUser('AIDA2', '/eng/')], eng)).toBe(before);
  });

  test('is forgotten only once gone, and only where they would be too many', () => {
    const gone = Array.from({ length: 15_000 }, (_, n) => `GONE${n}`);

    expect(rememberedAfter(new Set(gone.slice(1)), [aUser('AIDA2', '/eng/')], eng).size).toBe(15_000);
    expect([
      ...rememberedAfter(new Set([...gone, 'AIDA1']), [aUser('AIDA1', '/'), aUser('AIDA2', '/eng/')], eng),
    ]).toEqual(['AIDA1', 'AIDA2']);
  });
});

describe('the adapter', () => {
  const iam = mockClient(IAMClient);
  const dynamodb = mockClient(DynamoDBClient);
  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (message: string) => void warnings.push(message) };
  const of = (one: Wave) =>
    waves(new IAMClient({}), new DynamoDBClient({}), { table: 'state', accountId: '111111111111' }, one, log);
  const jane = { accountId: '111111111111', userName: 'jane.doe' };

  beforeEach(() => {
    iam.reset();
    dynamodb.reset();
    warnings.length = 0;
    iam.on(GetUserCommand).resolves({
      User: {
        Arn: 'arn:aws:iam::111111111111:user/eng/jane.doe',
        UserId: 'AIDA1',
        Tags: [{ Key: 'wave', Value: '1' }],
        Path: '/eng/',
        UserName: 'jane.doe',
        CreateDate: new Date(0),
      },
    });
    iam
      .on(ListGroupsForUserCommand)
      .resolvesOnce({
        Groups: [{ GroupName: 'a', Path: '/', GroupId: '', Arn: '', CreateDate: new Date(0) }],
        IsTruncated: true,
        Marker: 'm',
      })
      .resolves({ Groups: [{ GroupName: 'b', Path: '/', GroupId: '', Arn: '', CreateDate: new Date(0) }] });
  });

  test('reads path, tags and all pages of groups', async () => {
    expect(await of(wave('group:a')).traitsOf(jane)).toEqual({
      userId: 'AIDA1',
      path: '/eng/',
      groups: ['a', 'b'],
      tags: { wave: '1' },
    });
  });

  test('asks for groups only where a pattern goes by them', async () => {
    await of(wave('tag:wave=1', 'path:/eng/*')).traitsOf(jane);

    expect(iam.commandCalls(ListGroupsForUserCommand)).toHaveLength(0);
  });

  test('tells what could not be read as not known, and goes on with the rest', async () => {
    iam.on(GetUserCommand).rejects(new Error('throttled'));

    const read = await of(wave('group:a')).traitsOf(jane);

    expect(read).toEqual({ userId: undefined, path: undefined, groups: ['a', 'b'], tags: undefined });
    expect(warnings).toHaveLength(1);
  });

  test('keeps twenty thousand ids in one item, far below what DynamoDB holds, and reads them back', async () => {
    let item: Record<string, unknown> | undefined;
    dynamodb.on(UpdateItemCommand).callsFake((input: { ExpressionAttributeValues: Record<string, unknown> }) => {
      item = { userIds: input.ExpressionAttributeValues[':ids'] };
      return {};
    });
    dynamodb.on(GetItemCommand).callsFake(() => ({ Item: item }));
    // As random as IAM's own: nothing that a compression could make small.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const random = (n: number) =>
      Array.from({ length: 17 }, (_, i) => letters[(n * 7919 + i * i * 104729 + (n >> i)) % 32]).join('');
    const ids = new Set(Array.from({ length: 20_000 }, (_, n) => `AIDA${random(n)}${n}`));

    await of(wave('group:a')).remember(ids);

    expect(await of(wave('group:a')).remembered()).toEqual(ids);
    const { B } = (item as { userIds: { B: Uint8Array } }).userIds;
    expect(B.byteLength).toBeLessThan(400 * 1024);
  });

  test('throws while the table is out of reach', async () => {
    dynamodb.on(GetItemCommand).rejects(new Error('down'));

    await expect(of(wave('group:a')).remembered()).rejects.toThrow('down');
  });
});

test.each([
  ['INCLUDE', 'eng'],
  ['EXCLUDE', 'tag:wave=1'],
  ['EXCLUDE', 'path:eng'],
])('the setting %s=%s is refused by name', (name, value) => {
  expect(() => readEvaluationSettings({ ...ENVIRONMENT, [name]: value })).toThrow(SettingsError);
  expect(() => readEvaluationSettings({ ...ENVIRONMENT, [name]: value })).toThrow(name);
});
