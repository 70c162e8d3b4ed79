import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { readFileSync } from 'node:fs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { eventHistory } from '../../shared/aws/event-history.ts';
import { RECONCILED } from '../../shared/workflow/reconcile-events.ts';
import { simulatedClock } from '../fakes/simulated-clock.ts';

const cloudTrail = mockClient(CloudTrailClient);
const FROM = new Date('2026-11-24T11:00:00Z');
const UNTIL = new Date('2026-11-24T12:00:00Z');
const sample = (name: string) =>
  JSON.stringify(
    (JSON.parse(readFileSync(`${import.meta.dirname}/../../events/${name}.json`, 'utf8')) as { detail: object }).detail,
  );
const read = (clock = simulatedClock(), names = [['EventName', 'CreateLoginProfile']] as const) =>
  eventHistory(new CloudTrailClient({}), '111111111111', clock).between(FROM, UNTIL, names);

beforeEach(() => {
  cloudTrail.reset();
});

test('a record of the history is parsed as that of a rule', async () => {
  cloudTrail
    .on(LookupEventsCommand)
    .resolves({ Events: [{ CloudTrailEvent: sample('password-created-by-admin-role') }] });

  expect(await read()).toMatchObject({ complete: true, events: [{ kind: 'password-set' }] });
});

test('all pages are read', async () => {
  cloudTrail
    .on(LookupEventsCommand, { NextToken: undefined })
    .resolves({ Events: [{ CloudTrailEvent: sample('password-created-by-admin-role') }], NextToken: 'two' })
    .on(LookupEventsCommand, { NextToken: 'two' })
    .resolves({ Events: [{ CloudTrailEvent: sample('password-reset-by-admin-role') }] });

  expect((await read()).events).toHaveLength(2);
});

test('lookups keep to two a second, which the other tools of the account share', async () => {
  cloudTrail.on(LookupEventsCommand).resolves({ Events: [] });
  const clock = simulatedClock();
  const startedAt = clock.now().getTime();

  await eventHistory(new CloudTrailClient({}), '111111111111', clock).between(FROM, UNTIL, RECONCILED);

  expect(cloudTrail.calls()).toHaveLength(RECONCILED.length);
  expect(clock.now().getTime() - startedAt).toBeGreaterThanOrEqual((RECONCILED.length - 1) * 500);
});

test('a refused lookup makes the history incomplete, and the others are read', async () => {
  cloudTrail
    .on(LookupEventsCommand)
    .rejectsOnce(Object.assign(new Error('denied'), { name: 'AccessDeniedException' }))
    .resolves({ Events: [{ CloudTrailEvent: sample('user-renamed-by-admin-role') }] });

  const history = await read(simulatedClock(), [
    ['EventName', 'CreateLoginProfile'],
    ['EventName', 'UpdateUser'],
  ] as never);

  expect(history).toMatchObject({ complete: false, events: [{ kind: 'user-renamed' }] });
});

test.each([['not JSON'], ['{"eventSource":"iam.amazonaws.com","eventName":"CreateLoginProfile"}']])(
  'a record that cannot be understood (%s) makes the history incomplete, never shorter without a word',
  async (CloudTrailEvent) => {
    cloudTrail.on(LookupEventsCommand).resolves({ Events: [{ CloudTrailEvent }] });

    expect(await read()).toMatchObject({ complete: false });
  },
);

test('a history without end is given up, and is incomplete', async () => {
  cloudTrail.on(LookupEventsCommand).resolves({ Events: [], NextToken: 'more' });

  expect(await read()).toMatchObject({ complete: false });
});

test('the names that are reconciled are part of those that the rules match', () => {
  const rules = ['user-credentials', 'root-credentials'].map((name) =>
    readFileSync(`${import.meta.dirname}/../../infrastructure/rules/patterns/${name}.yml`, 'utf8'),
  );
  const names = RECONCILED.filter(([key]) => key === 'EventName').map(([, name]) => name);

  expect(names.length).toBeGreaterThan(2);
  for (const name of names) expect(rules.join()).toContain(name);
});
