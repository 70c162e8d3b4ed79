import { CreateUserCommand, GetUserCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { startLocalAws } from '../../../local/start.ts';
import type { LocalAws } from '../../../local/start.ts';
import { clientsOf } from './clients.ts';
import type { Clients } from './clients.ts';
import { outcome } from './outcome.ts';
import { roleWith } from './role.ts';

const UserName = 'jane.doe';

let aws: LocalAws;
let root: Clients;

beforeAll(async () => {
  aws = await startLocalAws();
  root = clientsOf(aws);
});

beforeEach(async () => {
  await aws.doors.reset();
  await root.iam.send(new CreateUserCommand({ UserName }));
});

afterAll(() => aws.stop());

const inAnHour = () => Date.now() + 3_600_000;

test.each([
  ['a date', 'aws:CurrentTime', () => new Date(inAnHour()).toISOString().replace(/\.\d+/, ''), 'Date'],
  ['seconds', 'aws:EpochTime', () => String(Math.round(inAnHour() / 1000)), 'Numeric'],
])(
  'what a policy allows from a time on, given as %s, is allowed when the clock is past it',
  async (_, key, at, kind) => {
    const time = at();
    const right = { Action: 'iam:GetUser', Resource: '*' };
    const from = await roleWith(aws, root, { ...right, Condition: { [`${kind}GreaterThanEquals`]: { [key]: time } } });
    const until = await roleWith(aws, root, { ...right, Condition: { [`${kind}LessThan`]: { [key]: time } } });
    const both = () => Promise.all([from, until].map(({ iam }) => outcome(iam.send(new GetUserCommand({ UserName })))));

    const before = await both();
    await aws.doors.advanceClock(3601);
    const after = await both();

    expect(before).toEqual(['AccessDenied', 'answered']);
    expect(after).toEqual(['answered', 'AccessDenied']);
  },
);
