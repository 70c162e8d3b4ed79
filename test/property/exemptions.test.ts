import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLAIN_RULES } from '../../shared/domain/rules.ts';
import { decide } from '../../shared/domain/decide.ts';
import { type Exemption, isInForce, mostDays } from '../../shared/domain/exemption.ts';
import { exemptionItem } from '../../shared/aws/exemption-item.ts';
import { parseExemption } from '../../shared/events/parse-exemption.ts';
import { evaluateUser } from '../../shared/workflow/evaluate-user.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { passwordSet } from '../fakes/some-events.ts';

const A_DAY_MS = 86_400_000;
const START = Date.parse('2026-11-24T12:00:00Z');
const moment = fc.integer({ min: -500, max: 500 }).map((days) => new Date(START + days * A_DAY_MS));
const text = fc.string({ minLength: 1, maxLength: 200 });

const anyExemption: fc.Arbitrary<Exemption> = fc.record(
  {
    userId: text,
    userName: text,
    reason: text,
    ticket: text,
    approver: text,
    createdAt: moment,
    expiresAt: moment,
    breakGlass: fc.boolean(),
  },
  { requiredKeys: ['userId', 'userName', 'reason', 'approver', 'createdAt', 'expiresAt', 'breakGlass'] },
);

test('nobody is freed by an exemption that has ended, has not begun or lasts too long', () => {
  const user = { accountId: '111111111111', userName: 'jane.doe' };
  const open = {
    kind: 'user',
    user,
    console: { kind: 'password', createdAt: new Date(START) },
    devices: { kind: 'devices', all: [] },
    guard: { kind: 'not-attached' },
  } as const;
  fc.assert(
    fc.property(anyExemption, moment, (exemption, now) => {
      const { createdAt, expiresAt, breakGlass } = exemption;
      const lasts = (expiresAt.getTime() - createdAt.getTime()) / A_DAY_MS;
      const frees = createdAt <= now && now < expiresAt && lasts <= mostDays(breakGlass);

      expect(isInForce(exemption, now)).toBe(frees);
      expect(decide(open, PLAIN_RULES, { exemption, now }).desired).toBe(frees ? 'as-is' : 'guard');
    }),
    { numRuns: 2_000 },
  );
});

test('an exemption comes out of the table as it went in', () => {
  fc.assert(
    fc.property(anyExemption, (exemption) => {
      expect(parseExemption(exemptionItem(exemption))).toEqual(exemption);
    }),
  );
});

test('whatever stands in the table, reading it throws nothing', () => {
  fc.assert(
    fc.property(fc.anything(), (item) => {
      expect(() => parseExemption(item)).not.toThrow();
    }),
  );
});

type Step =
  | { readonly kind: 'event' | 'sweep' | 'recreate' | 'lose-table' }
  | { readonly kind: 'exempt' | 'wait'; readonly days: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>({ kind: 'event' }, { kind: 'sweep' }, { kind: 'recreate' }, { kind: 'lose-table' }),
  fc.record({ kind: fc.constantFrom('exempt', 'wait'), days: fc.integer({ min: 0, max: 120 }) }),
);

test('after any events, sweeps, exemptions and recreations a sweep leaves nobody open but who is exempt', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), async (steps) => {
      const account = anAccount().withUser('jane.doe', { password: true });
      const bulk = sweeping(account);
      const ends = new Map<string, number>();
      let sweeps = 0;
      const sweep = () => {
        sweeps += 1;
        bulk.reports();
        const rules = { scope: 'password-without-device', maxNewGuards: 10, atOnce: 1 } as const;
        const request = { ...rules, sweepId: `s-${sweeps}`, heartbeatDays: 0, reminderDays: [] };
        return runSweep(
          request,
          () => 600_000,
          () => Promise.resolve([]),
          bulk.services,
        );
      };
      for (const step of steps) {
        const now = account.clock.now();
        const id = account.iam.userIdOf('jane.doe') ?? '';
        if (step.kind === 'wait') account.clock.advance(step.days * A_DAY_MS);
        if (step.kind === 'sweep') await sweep();
        if (step.kind === 'event') await evaluateUser(passwordSet('jane.doe', { at: now }), account.services);
        if (step.kind === 'lose-table') account.losesExemptions();
        if (step.kind === 'recreate') {
          account.iam.deletes('jane.doe');
          account.withUser('jane.doe', { password: true });
        }
        if (step.kind === 'exempt') {
          const expiresAt = new Date(now.getTime() + step.days * A_DAY_MS);
          account.exempts(anExemption(id, { createdAt: now, expiresAt }));
          ends.set(id, Math.max(ends.get(id) ?? 0, expiresAt.getTime()));
        }
      }

      await sweep();

      const end = ends.get(account.iam.userIdOf('jane.doe') ?? '') ?? 0;
      const isExempt = account.clock.now().getTime() < end;
      expect(account.iam.isGuarded('jane.doe') || isExempt).toBe(true);
    }),
    { numRuns: 500 },
  );
});
