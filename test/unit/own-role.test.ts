import { describe, expect, test } from 'vitest';
import { InvalidEventError } from '../../shared/events/invalid-event-error.ts';
import { parseOwnRoleCall } from '../../shared/events/parse-own-role-call.ts';
import { alertOnOwnRole } from '../../shared/workflow/alert-on-own-role.ts';
import { envelopeOf, sample, sampleNames, WATCHED_ACCOUNT } from '../cases/event-cases.ts';
import { anAccount } from '../fakes/an-account.ts';
import { ownRoleUsed } from '../fakes/some-events.ts';

const ROLE = 'aws-mfa-enforcer-prod-EvaluateUserRole-EXAMPLE0005';
const OWN = new Map([
  [ROLE, 'aws-mfa-enforcer-prod-evaluate-user'],
  ['aws-mfa-enforcer-prod-RestoreGuardRole-EXAMPLE0002', 'aws-mfa-enforcer-prod-restore-guard'],
]);
const parse = (envelope: unknown) => parseOwnRoleCall(envelope, WATCHED_ACCOUNT, OWN);
const changed = (change: Record<string, unknown>, remove: readonly string[] = []) =>
  parse(envelopeOf({ name: '', envelope: 'own-role-in-another-function', change, remove, expect: {} }));

describe('a call in the name of a role of ours', () => {
  test('in another session than that of its function is told, with the call and who made it', () => {
    expect(parse(sample('own-role-in-another-function'))).toMatchObject({
      kind: 'own-role-used',
      service: 'iam.amazonaws.com',
      call: 'AttachUserPolicy',
      resource: 'jane.doe',
      role: ROLE,
      refused: undefined,
      actor: {
        arn: `arn:aws:sts::111111111111:assumed-role/${ROLE}/helper`,
        sessionIssuer: `arn:aws:iam::111111111111:role/${ROLE}`,
        sourceAddress: '192.0.2.61',
      },
    });
  });

  test('that was refused is told as well, with the error', () => {
    expect(parse(sample('own-role-in-another-function-refused'))).toMatchObject({
      call: 'CreateUser',
      resource: undefined,
      refused: 'AccessDenied',
    });
  });

  test('at a service that nothing else watches is told', () => {
    expect(parse(sample('own-role-in-another-service'))).toMatchObject({ service: 'logs.amazonaws.com' });
  });

  test('in the session of another function of ours is told: each role has one', () => {
    expect(parse(sample('own-role-with-the-session-of-another'))).toMatchObject({ call: 'SetDefaultPolicyVersion' });
  });

  test.each(['guard-attached-by-evaluate-user', 'log-stream-created-by-own-function'])(
    'by the function itself is nothing: %s',
    (name) => {
      expect(parse(sample(name))).toBeUndefined();
    },
  );

  test.each([
    [
      'that only ends like ours',
      `arn:aws:sts::111111111111:assumed-role/${ROLE}/x-aws-mfa-enforcer-prod-evaluate-user`,
    ],
    ['of the same names in another account', `arn:aws:sts::222222222222:assumed-role/${ROLE}/${OWN.get(ROLE)!}`],
  ])('in a session %s is told', (_, arn) => {
    expect(changed({ 'detail.userIdentity.arn': arn })).toBeDefined();
  });

  test('that does not tell its session is told', () => {
    expect(changed({}, ['detail.userIdentity.arn'])).toBeDefined();
  });

  test('that does not tell when it happened is thrown, so that the dead letters keep it', () => {
    expect(() => changed({ 'detail.eventTime': 'yesterday' })).toThrow(InvalidEventError);
  });
});

test.each(sampleNames.filter((name) => !name.startsWith('own-role-')))(
  '%s is no call in the name of our roles',
  (name) => {
    expect(parse(sample(name))).toBeUndefined();
  },
);

test.each([
  ['another account', { account: '222222222222' }],
  ['a source that is not AWS', { source: 'mfa-enforcer' }],
  ['another kind of event', { 'detail-type': 'AWS Service Event via CloudTrail' }],
  ['a role that is not ours', { 'detail.userIdentity.sessionContext.sessionIssuer.userName': 'OrgAdmin' }],
] as const)('an event of %s is none of ours', (_, change) => {
  expect(changed(change)).toBeUndefined();
});

test.each([undefined, null, 'text', [], {}])('what is no event (%j) is none of ours', (envelope) => {
  expect(parse(envelope)).toBeUndefined();
});

describe('the alert', () => {
  test('is told at once, and for a second delivery not again', async () => {
    const { services, told, clock } = anAccount();
    const event = ownRoleUsed({ at: clock.now() });

    expect(await alertOnOwnRole(event, services)).toEqual({ alerted: 'own-role-used' });
    await alertOnOwnRole(event, services);

    expect(told).toEqual([{ kind: 'own-role-used', account: services.account, happened: event }]);
  });

  test('comes once an hour for the same call of the same session, so that nobody can bury security in mails', async () => {
    const { services, told, clock } = anAccount();

    for (let n = 0; n < 7; n += 1) {
      await alertOnOwnRole(ownRoleUsed({ at: clock.now(), eventId: `e-${n}` }), services);
      clock.advance(11 * 60_000);
    }

    expect(told).toHaveLength(2);
  });

  test('of another call of the session comes at once', async () => {
    const { services, told, clock } = anAccount();
    const event = ownRoleUsed({ at: clock.now() });

    await alertOnOwnRole(event, services);
    await alertOnOwnRole({ ...event, eventId: 'e-2', call: 'DetachUserPolicy' }, services);

    expect(told).toHaveLength(2);
  });

  test('is not silenced by what another function has told of the same event', async () => {
    const { services, told, clock } = anAccount();
    const event = ownRoleUsed({ at: clock.now() });
    const already = { subject: `111111111111#machine#${event.eventId}`, eventId: event.eventId, silence: 0 };
    await services.state.claim(already, clock.now());
    await services.state.markTold(already, clock.now());

    await alertOnOwnRole(event, services);

    expect(told).toHaveLength(1);
  });
});
