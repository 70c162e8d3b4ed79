import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UserEvent } from '../../shared/domain/mfa-event.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import type { Rules } from '../../shared/domain/rules.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { reconcileEvents } from '../../shared/workflow/reconcile-events.ts';
import { releaseGuards } from '../../shared/workflow/release-guards.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { releasing } from '../fakes/releasing.ts';
import { restoring } from '../fakes/restoring.ts';
import { deviceAdded, deviceRemoved, guardDetached, inlineGuardChanged, passwordSet } from '../fakes/some-events.ts';

const USERS = ['jane.doe', 'john.roe'] as const;
const PHONE = 'arn:aws:iam::111111111111:mfa/phone';
const AN_HOUR_MS = 3_600_000;
const plenty = () => 900_000;

const who = fc.constantFrom(...USERS);
/** Whether a rule brings the event. Event history has it in any case. */
const delivered = fc.boolean();
const op = fc.oneof(
  fc.record({ kind: fc.constantFrom('password-set', 'device-added', 'device-removed'), who, delivered }),
  fc.record({ kind: fc.constant('guard-detached'), who, delivered }),
  fc.record({ kind: fc.constant('password-removed'), who }),
  fc.record({ kind: fc.constant('exempted'), who, hours: fc.integer({ min: 1, max: 48 }) }),
  fc.record({ kind: fc.constant('others-attached'), who, count: fc.constantFrom(0, 9, 10) }),
  fc.record({ kind: fc.constant('keys-used'), who, use: fc.constantFrom('in-use', 'not-in-use') }),
  fc.record({ kind: fc.constant('released'), who }),
  fc.record({
    kind: fc.constant('time-passes'),
    minutes: fc.oneof(fc.integer({ min: 1, max: 180 }), fc.integer({ min: 180, max: 2_000 })),
  }),
  fc.record({ kind: fc.constant('reconciled') }),
  fc.record({ kind: fc.constant('swept'), newReport: fc.boolean() }),
  fc.record({ kind: fc.constant('dies'), calls: fc.nat(3) }),
);
type Op = typeof op extends fc.Arbitrary<infer Each> ? Each : never;

const rules: fc.Arbitrary<Partial<Rules>> = fc.constantFrom(
  {},
  { scope: 'every-password' },
  { phases: 'two' },
  { longTermKeys: 'allow' },
  { longTermKeys: 'spare-in-use' },
  { release: 'when-compliant' },
);

/** An account in which all of it happens, and who looks after it. */
function anAccountWith(chosen: Partial<Rules>, inlineFallback: boolean) {
  const account = anAccount({ rules: chosen, inlineFallback });
  for (const name of USERS) account.withUser(name, {});
  const sweep = sweeping(account);
  const restore = restoring({}, account);
  const { iam, clock } = account;
  let nth = 0;
  let reportedAt = Number.NEGATIVE_INFINITY;
  const now = () => ({ at: clock.now(), eventId: `e-${nth++}` });

  const happens = async (event: UserEvent, brought: boolean) => {
    sweep.happens(event);
    if (brought) await evaluateUser(event, sweep.services).catch(() => undefined);
  };

  /** IAM hands a report out for four hours before it makes another. */
  const swept = async (newReport: boolean) => {
    if (newReport || clock.now().getTime() - reportedAt >= 4 * AN_HOUR_MS) {
      sweep.reports();
      reportedAt = clock.now().getTime();
    }
    const request = { sweepId: `s-${nth++}`, scope: account.services.rules.scope, maxNewGuards: 100, atOnce: 1 };
    await runSweep(
      { ...request, heartbeatDays: 7, reminderDays: [] },
      plenty,
      () => Promise.resolve([]),
      sweep.services,
    ).catch(() => undefined);
  };

  const released = async (name: string) => {
    const { connection } = releasing(account);
    const session = await connection.releasing(iam.guardArn, 'role');
    const carriers = (await session.releaser.carriers()).filter(({ userName }) => userName === name);
    const { scope } = account.services.rules;
    const exemptions = (await account.services.exemptions.read()).all;
    const request = { mode: 'enforce', scope, exemptions, dryRun: false, atOnce: 1 } as const;
    const services = { account: account.services.account, clock, ...session, evidence: () => undefined };
    await releaseGuards(carriers, request, services);
  };

  const run = async (one: Op): Promise<void> => {
    switch (one.kind) {
      case 'password-set':
        iam.setsPassword(one.who);
        return happens(passwordSet(one.who, now()), one.delivered);
      case 'device-added':
        if (iam.hasDevice(one.who)) return;
        iam.enables(one.who, PHONE);
        return happens(deviceAdded(one.who, PHONE, now()), one.delivered);
      case 'device-removed':
        if (!iam.hasDevice(one.who)) return;
        iam.deactivates(one.who, PHONE);
        return happens(deviceRemoved(one.who, PHONE, now()), one.delivered);
      case 'guard-detached': {
        const [first] = iam.guardsOf(one.who);
        if (first === undefined) return;
        iam.loses(one.who, first);
        const event = tampering(first, one.who, now());
        if (one.delivered) await restore.happens(event).catch(() => undefined);
        return;
      }
      case 'password-removed':
        iam.deletesPassword(one.who);
        return;
      case 'exempted': {
        const expiresAt = new Date(clock.now().getTime() + one.hours * AN_HOUR_MS);
        account.exempts(anExemption(`AIDA${one.who}`, { createdAt: clock.now(), expiresAt }));
        return;
      }
      case 'others-attached':
        iam.attachesOthers(one.who, one.count - Math.min(one.count, iam.managedGuardsOf(one.who)));
        return;
      case 'keys-used':
        iam.usesKeys(one.who, { kind: one.use });
        return;
      case 'released':
        return released(one.who);
      case 'time-passes':
        clock.advance(one.minutes * 60_000);
        await restore.bringDue().catch(() => undefined);
        return;
      case 'reconciled':
        await reconcileEvents(plenty, 1, sweep.services).catch(() => undefined);
        return;
      case 'swept':
        // A call that is to die may be one of the sweep's own: then its retry, not it, has to hold.
        iam.dies(Number.POSITIVE_INFINITY);
        await swept(one.newReport);
        return holds(account);
      case 'dies':
        iam.dies(one.calls);
        return;
    }
  };
  return { account, run, swept };
}

const tampering = ({ kind, by }: AttachedGuard, name: string, when: { at: Date; eventId: string }) =>
  by === 'inline' || kind === 'edited'
    ? inlineGuardChanged('DeleteUserPolicy', name, when)
    : guardDetached(name, when, kind);

/** Whom the last sweep could not guard, as it told. */
const toldAsFailed = ({ told }: ReturnType<typeof anAccount>): ReadonlySet<string> => {
  const digest = told.findLast((one) => one.kind === 'sweep-digest');
  const swept = digest?.kind === 'sweep-digest' ? digest.result.swept : [];
  return new Set(
    swept.filter(({ outcome }) => outcome.effect === 'failed').map(({ outcome }) => outcome.user.userName),
  );
};

/** After a sweep: nobody is open but whoever is exempt or told, and nobody without a device is kept from enrolling. */
async function holds(account: ReturnType<typeof anAccount>): Promise<void> {
  const now = account.clock.now();
  const { all } = await account.services.exemptions.read();
  const failed = toldAsFailed(account);
  for (const { name, password, devices, guards } of account.iam.all()) {
    const isOpen = password !== undefined && devices.length === 0;
    const isExempt = all.some(({ userId, expiresAt }) => userId === `AIDA${name}` && expiresAt > now);
    if (!isOpen || failed.has(name)) continue;
    expect({ name, guarded: guards.length > 0 || isExempt }).toEqual({ name, guarded: true });
    expect(guards.map(({ kind }) => kind)).not.toContain('enrolled');
  }
}

test('no sequence of what happens leaves somebody open, or kept from enrolling, for longer than one sweep', async () => {
  await fc.assert(
    fc.asyncProperty(
      rules,
      fc.boolean(),
      fc.array(op, { maxLength: 14 }),
      fc.boolean(),
      async (chosen, fallback, all, last) => {
        const { account, run, swept } = anAccountWith(chosen, fallback);
        for (const one of all) await run(one);
        account.iam.dies(Number.POSITIVE_INFINITY);
        account.clock.advance(AN_HOUR_MS);
        await swept(last);
        await holds(account);
      },
    ),
    { numRuns: 10_000 },
  );
}, 120_000);
