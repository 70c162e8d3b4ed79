import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { emitEvents, EventsNotEmittedError } from '../../shared/aws/emit-events.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import { domainEvents } from '../../shared/runtime/domain-events.ts';
import { readAlertSettings } from '../../shared/runtime/settings.ts';
import { messageCases } from '../cases/message-cases.ts';
import { ENVIRONMENT } from '../fakes/an-environment.ts';

const BUS = 'arn:aws:events:us-east-1:111111111111:event-bus/aws-mfa-enforcer-prod';
const bridge = mockClient(EventBridgeClient);
const emit = emitEvents(new EventBridgeClient({}), BUS);
const notificationOf = (name: string) => messageCases.find((one) => one.name === name)!.notification;
const sent = () => bridge.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);

/** Users of one owner, as many as asked for. */
function usersGuarded(count: number): Notification {
  const some = notificationOf('users-guarded') as Extract<Notification, { kind: 'users-guarded' }>;
  const [first] = some.users;
  const users = Array.from({ length: count }, (_, i) => ({
    ...first,
    outcome: { ...first.outcome, user: { accountId: '111111111111', userName: `user-${i}` } },
  }));
  return { ...some, users: [users[0]!, ...users.slice(1)] };
}

/** EventBridge that refuses the entries of some users, so many times each. */
function refusing(names: readonly string[], times: number): void {
  const left = new Map(names.map((name) => [name, times]));
  bridge.on(PutEventsCommand).callsFake(({ Entries }: { Entries: { Detail: string }[] }) => {
    const answers = Entries.map(({ Detail }) => {
      const { user } = JSON.parse(Detail) as { user: { name: string } };
      const refusals = left.get(user.name) ?? 0;
      left.set(user.name, refusals - 1);
      return refusals > 0 ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' } : { EventId: 'e' };
    });
    return { FailedEntryCount: answers.filter(({ ErrorCode }) => ErrorCode !== undefined).length, Entries: answers };
  });
}

beforeEach(() => {
  bridge.reset();
  refusing([], 0);
});

test('an event goes to the bus of the settings, under our name', async () => {
  await emit(notificationOf('user-guarded'));

  const [[{ Detail, ...entry }]] = sent() as [[{ Detail: string }]];
  expect(entry).toEqual({ EventBusName: BUS, Source: 'mfa-enforcer', DetailType: 'User Guarded' });
  expect(JSON.parse(Detail)).toMatchObject({ user: { name: 'jane.doe' } });
});

test('no call has more than ten entries, and none is left out', async () => {
  await emit(usersGuarded(23));

  expect(sent().map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(
    new Set(
      sent()
        .flat()
        .map(({ Detail }) => Detail),
    ).size,
  ).toBe(23);
});

test('no call has more than 256 KB', async () => {
  const digest = notificationOf('sweep-digest') as Extract<Notification, { kind: 'sweep-digest' }>;
  const finding: Finding = { ...digest.changes.fresh[0]!, facts: { keys: 'x'.repeat(200) } };
  bridge
    .on(PutEventsCommand)
    .callsFake(({ Entries }: { Entries: unknown[] }) => ({ Entries: Entries.map(() => ({ EventId: 'e' })) }));
  const failed = digest.result.swept.filter(({ outcome }) => outcome.effect === 'failed');
  const failure = { code: 'guard-missing', guardArn: 'x'.repeat(30_000) } as const;
  const outcome = { ...failed[0]!.outcome, effect: 'failed', failure } as const;
  const swept = Array.from({ length: 200 }, () => ({ ...failed[0]!, outcome }));

  await emit({
    ...digest,
    result: { ...digest.result, swept },
    changes: { fresh: Array(5000).fill(finding) as Finding[], resolved: [] },
  });

  expect(sent().flat()).toHaveLength(201);
  for (const entries of sent()) {
    const bytes = entries.reduce(
      (sum, { Source, DetailType, Detail }) => sum + Buffer.byteLength(`${Source}${DetailType}${Detail}`),
      0,
    );
    expect(bytes).toBeLessThanOrEqual(256 * 1024);
  }
});

test('an entry that was not taken is tried once more by itself, and the others are not', async () => {
  refusing(['user-1', 'user-3'], 1);

  await emit(usersGuarded(5));

  expect(
    sent().map((entries) => entries.map(({ Detail }) => (JSON.parse(Detail!) as { user: { name: string } }).user.name)),
  ).toEqual([['user-0', 'user-1', 'user-2', 'user-3', 'user-4'], ['user-1'], ['user-3']]);
});

test('what was not taken twice is thrown, with how many, the code and the next step', async () => {
  refusing(['user-1', 'user-3'], 2);

  const emitted = emit(usersGuarded(5));

  await expect(emitted).rejects.toThrow(EventsNotEmittedError);
  await expect(emitted).rejects.toThrow(`2 of 5 events did not get onto the bus ${BUS} (ThrottlingException): check`);
});

test('an answer that does not say that an entry was taken is no success', async () => {
  bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

  await expect(emit(notificationOf('user-guarded'))).rejects.toThrow('1 of 1 events did not get onto the bus');
});

test('a call that EventBridge refuses is thrown, so that Lambda tries again', async () => {
  bridge.on(PutEventsCommand).rejects(new Error('refused'));

  await expect(emit(notificationOf('user-guarded'))).rejects.toThrow('refused');
});

test('a notification that is no event costs no call', async () => {
  await emit(notificationOf('held-digest'));

  expect(sent()).toEqual([]);
});

test('nothing is emitted without a bus in the settings', async () => {
  const calls = { made: 0 };

  expect(domainEvents(readAlertSettings(ENVIRONMENT), calls)).toEqual({});
  await domainEvents(readAlertSettings({ ...ENVIRONMENT, EVENT_BUS: BUS }), calls).emit?.(
    notificationOf('user-guarded'),
  );
  expect(sent()).toHaveLength(1);
});
