import { DynamoDBClient, CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enforcer } from '../../shared/aws/attach-guard.ts';
import { postureReader } from '../../shared/aws/read-posture.ts';
import { stateTable } from '../../shared/aws/state-table.ts';
import { sweepMemory } from '../../shared/aws/sweep-memory.ts';
import type { Enforcer, PostureReader, State, SweepMemory } from '../../shared/workflow/ports.ts';
import { enrolVirtualDevice, givePassword } from '../../local/demo/arrange.ts';
import { type LocalAws, startLocalAws } from '../../local/start.ts';
import { anAccount } from '../fakes/an-account.ts';
import { inMemoryIam } from '../fakes/in-memory-iam.ts';
import { inMemoryState } from '../fakes/in-memory-state.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';

type Seed = { password?: boolean; devices?: readonly string[]; otherPolicies?: number };

/** What a contract needs of an account, in memory or on the local AWS. */
type Account = {
  postures: PostureReader;
  enforcer: Enforcer;
  state: State;
  memory: SweepMemory;
  adds(name: string, seed: Seed): Promise<void>;
  losesPolicy(): Promise<void>;
  stop(): Promise<void>;
};

const user = (userName: string) => ({ accountId: '111111111111', userName });
const AT = new Date('2026-11-24T12:00:00Z');
const after = (milliseconds: number) => new Date(AT.getTime() + milliseconds);
const NOTHING = { untold: [], digest: { findingKeys: [], toldAt: undefined, of: undefined } };

function inMemory(): Promise<Account> {
  const iam = inMemoryIam(simulatedClock());
  return Promise.resolve({
    postures: iam.postures,
    enforcer: iam.enforcer,
    state: inMemoryState().state,
    memory: sweeping(anAccount()).services.memory,
    adds: (name, seed) => {
      iam.adds(name, seed);
      return Promise.resolve();
    },
    losesPolicy: () => {
      iam.deletesGuardPolicy();
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
  });
}

const THE_GUARD = { kind: 'guard', by: 'managed' } as const;

async function onLocalAws(): Promise<Account> {
  const aws = await startLocalAws();
  const iam = new IAMClient(configOf(aws));
  const guardArn = await createPolicy(iam, 'guard');
  const dynamodb = new DynamoDBClient(configOf(aws));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'subject', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'subject', KeyType: 'HASH' }],
    }),
  );
  const guarded: string[] = [];
  const guards = { guardArn, inlineFallback: true };
  const attaching = enforcer(iam, guards);
  return {
    postures: postureReader(iam, guards, simulatedClock()),
    enforcer: {
      ...attaching,
      attach: (who, guard) => {
        guarded.push(who.userName);
        return attaching.attach(who, guard);
      },
    },
    state: stateTable(dynamodb, 'state'),
    memory: sweepMemory(dynamodb, 'state', '111111111111'),
    adds: async (name, { password = false, devices = [], otherPolicies = 0 }) => {
      await iam.send(new CreateUserCommand({ UserName: name }));
      if (password) await givePassword(iam, name);
      for (const device of devices) await enrolVirtualDevice(iam, name, device.split('/').at(-1)!);
      for (let n = 0; n < otherPolicies; n += 1) {
        const PolicyArn = await createPolicy(iam, `${name}-${n}`);
        await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
      }
    },
    losesPolicy: async () => {
      for (const UserName of new Set(guarded)) {
        await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: guardArn })).catch(() => undefined);
      }
      await iam.send(new DeletePolicyCommand({ PolicyArn: guardArn }));
    },
    stop: () => aws.stop(),
  };
}

const configOf = ({ endpoint, region, env }: LocalAws) => ({
  endpoint,
  region,
  credentials: { accessKeyId: env['AWS_ACCESS_KEY_ID']!, secretAccessKey: env['AWS_SECRET_ACCESS_KEY']! },
});

async function createPolicy(iam: IAMClient, name: string): Promise<string> {
  const statement = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument }));
  return Policy!.Arn!;
}

describe.each([
  ['in memory', inMemory],
  ['on the local AWS', onLocalAws],
])('an account %s', (_where, start) => {
  let account: Account;
  beforeAll(async () => {
    account = await start();
  });
  afterAll(() => account.stop());
  const read = (name: string) => account.postures.read(user(name));

  test('shows a password and no device', async () => {
    await account.adds('open', { password: true });

    expect(await read('open')).toMatchObject({
      kind: 'user',
      console: { kind: 'password' },
      devices: { kind: 'devices', all: [] },
      guard: { kind: 'not-attached' },
    });
  });

  test('shows devices of a user without a password', async () => {
    await account.adds('robot', { devices: ['arn:aws:iam::111111111111:mfa/robot'] });

    expect(await read('robot')).toMatchObject({
      console: { kind: 'no-password' },
      devices: { all: [{ serial: 'arn:aws:iam::111111111111:mfa/robot', kind: 'virtual' }] },
    });
  });

  test('says of a user whom it does not know that he is gone', async () => {
    expect(await read('nobody')).toEqual({ kind: 'gone', user: user('nobody') });
  });

  test('attaches the guard, and attaching it again changes nothing', async () => {
    await account.adds('twice', { password: true });

    expect(await account.enforcer.attach(user('twice'), THE_GUARD)).toEqual({ kind: 'attached' });
    expect(await account.enforcer.attach(user('twice'), THE_GUARD)).toEqual({ kind: 'attached' });
    expect(await read('twice')).toMatchObject({ guard: { kind: 'attached', all: [{ kind: 'guard', by: 'managed' }] } });
  });

  test('answers a full quota with its name', async () => {
    await account.adds('full', { password: true, otherPolicies: 10 });

    expect(await account.enforcer.attach(user('full'), THE_GUARD)).toEqual({
      kind: 'quota-exceeded',
      quota: 'PoliciesPerUser',
    });
    expect(await read('full')).toMatchObject({ guard: { kind: 'not-attached' } });
  });

  test('has room for the guard beside nine other policies', async () => {
    await account.adds('nine', { password: true, otherPolicies: 9 });

    expect(await account.enforcer.attach(user('nine'), THE_GUARD)).toEqual({ kind: 'attached' });
  });

  test('answers no such entity for a user who is gone', async () => {
    expect(await account.enforcer.attach(user('nobody'), THE_GUARD)).toEqual({ kind: 'no-such-entity' });
  });

  describe('remembers what was told', () => {
    const telling = (subject: string, eventId = 'e-1', silence: number | 'forever' = 150_000) => ({
      subject,
      eventId,
      silence,
    });

    test('one of twenty claims at once wins, the others see that somebody is at it', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, () => account.state.claim(telling('twenty'), AT)));

      expect(claims.map(({ kind }) => kind).toSorted()).toEqual(['ours', ...Array<string>(19).fill('theirs')]);
    });

    test('a claim that was never marked runs out before the minute of the first retry', async () => {
      await account.state.claim(telling('crashed'), AT);

      expect((await account.state.claim(telling('crashed'), after(30_000))).kind).toBe('theirs');
      expect((await account.state.claim(telling('crashed'), after(60_000))).kind).toBe('ours');
    });

    test('what was told stays told for the same event, however late it comes again', async () => {
      await account.state.claim(telling('told'), AT);
      await account.state.markTold(telling('told'), AT);

      expect((await account.state.claim(telling('told'), after(86_400_000))).kind).toBe('told');
    });

    test('another event is silent for as long as the story says, and is told after', async () => {
      await account.state.claim(telling('again'), AT);
      await account.state.markTold(telling('again'), AT);

      expect((await account.state.claim(telling('again', 'e-2'), after(149_000))).kind).toBe('told');
      expect((await account.state.claim(telling('again', 'e-2'), after(151_000))).kind).toBe('ours');
    });

    test('a story for ever is not told again by another event', async () => {
      await account.state.claim(telling('for-ever'), AT);
      await account.state.markTold(telling('for-ever'), AT);

      expect((await account.state.claim(telling('for-ever', 'e-2', 'forever'), after(30 * 86_400_000))).kind).toBe(
        'told',
      );
    });
  });

  describe('remembers a sweep', () => {
    test('one of twenty takes the lease, which runs out or is given back', async () => {
      const names = Array.from({ length: 20 }, (_, n) => `s-${n}`);
      const begun = await Promise.all(names.map((name) => account.memory.begin(name, after(900_000), AT)));
      const holder = names[begun.findIndex((remembered) => remembered !== undefined)]!;

      expect(begun.filter((remembered) => remembered !== undefined)).toEqual([NOTHING]);
      expect(await account.memory.begin(holder, after(960_000), after(60_000))).toEqual(NOTHING);
      await account.memory.end('somebody else', { untold: ['nobody'] });
      expect(await account.memory.begin('later', after(1_800_000), after(900_000))).toBeUndefined();
      expect(await account.memory.begin('later', after(1_900_000), after(1_000_000))).toEqual(NOTHING);
      await account.memory.end('later', {});
      expect(await account.memory.begin('next', after(1_900_000), after(1_000_000))).toEqual(NOTHING);
      await account.memory.end('next', {});
    });

    test('keeps who is not told yet, and the last digest, apart', async () => {
      const begin = () => account.memory.begin('s-1', after(900_000), AT);
      const digest = { findingKeys: ['a|b|open'], toldAt: AT, of: 's-1 complete' };
      const untold = ['jane.doe', 'john+roe@example.com'];

      expect(await begin()).toEqual(NOTHING);
      await account.memory.keepUntold(untold);
      expect(await begin()).toEqual({ ...NOTHING, untold });
      await account.memory.end('s-1', { digest });
      expect(await begin()).toEqual({ untold, digest });
      await account.memory.end('s-1', { untold: ['max'], digest: { ...digest, of: 's-1 in-part' } });
      expect(await begin()).toEqual({ untold: ['max'], digest: { ...digest, of: 's-1 in-part' } });
      await account.memory.end('s-1', { untold: [] });
      expect(await begin()).toEqual({ untold: [], digest: { ...digest, of: 's-1 in-part' } });
    });

    test('marks hundreds as told, and knows them from those who were not', async () => {
      const subjects = Array.from({ length: 130 }, (_, n) => `swept-${n}`);
      const tellings = subjects.map((subject) => ({ subject, eventId: 's-1', silence: 'forever' }) as const);

      await account.memory.markAllTold(tellings.slice(1), AT);

      const told = await account.memory.toldAmong(subjects);
      expect([...told.keys()].toSorted()).toEqual(subjects.slice(1).toSorted());
      expect(told.get('swept-1')).toEqual({ eventId: 's-1', toldAt: AT });
    });
  });

  test('without the guard policy answers no such entity for a user who is there', async () => {
    await account.adds('no-policy', { password: true });
    await account.losesPolicy();

    expect(await account.enforcer.attach(user('no-policy'), THE_GUARD)).toEqual({ kind: 'no-such-entity' });
  });
});
