import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wanted } from '../../shared/domain/decision.ts';
import { PLAIN_RULES, rulesOf } from '../../shared/domain/rules.ts';
import { decide } from '../../shared/domain/decide.ts';
import { ESSENTIAL } from '../../shared/domain/plan/enrolment.ts';
import type { PlanChoice } from '../../shared/domain/plan/plan.ts';
import { planOf } from '../../shared/domain/plan/plan-of.ts';
import { snapshotOf } from '../../shared/domain/plan/snapshot.ts';
import { CURES } from '../../shared/messages/hurt-cure.ts';
import { hurtSentence } from '../../shared/messages/hurt-sentence.ts';
import { suspectsOf } from '../../shared/domain/suspects.ts';
import { stepsTo } from '../../shared/domain/guard-steps.ts';
import { keysOf } from '../../shared/domain/plan/snapshot-keys.ts';
import { anyAccount, anyInventory } from './any-account.ts';

const scope = fc.constantFrom('password-without-device' as const, 'every-password' as const);
const PLAIN = { phases: fc.constant('one' as const), release: fc.constant('never' as const) };
const names = fc.uniqueArray(fc.constantFrom('user-0', 'user-1', 'nobody'), { maxLength: 2 });
const choice: fc.Arbitrary<PlanChoice> = fc.record({
  rules: fc.oneof(
    fc.record({
      ...PLAIN,
      scope,
      longTermKeys: fc.constantFrom('deny' as const, 'allow' as const, 'spare-in-use' as const),
    }),
    fc.constant(rulesOf({ ...PLAIN_RULES, phases: 'two' })),
  ),
  breakGlass: names,
  deployer: fc.constantFrom('arn:aws:iam::111111111111:user/user-0', 'arn:aws:sts::111111111111:assumed-role/r/s'),
  exempt: fc.constant(new Set<string>()),
});

describe('planOf', () => {
  test('is total: every user once, with a sentence and a cure for each hurt, whatever could not be read', () => {
    fc.assert(
      fc.property(anyAccount, choice, ({ inventory, context }, asked) => {
        const snapshot = snapshotOf(inventory, context, new Map());
        const { users, hurts } = planOf(snapshot, asked);

        expect(users.map(({ userName }) => userName).sort()).toEqual(
          snapshot.users.map(({ userName }) => userName).sort(),
        );
        for (const hurt of [...hurts, ...users.flatMap((user) => user.hurts)]) {
          expect(hurtSentence(hurt, { userName: 'x', show: (text) => text })).toMatch(/\.$/);
          expect(CURES[hurt.code]).not.toBe('');
        }
      }),
    );
  });

  test('nobody whom the service would guard is untouched', () => {
    fc.assert(
      fc.property(anyAccount, choice, ({ inventory, context }, asked) => {
        const { users } = planOf(snapshotOf(inventory, context, new Map()), asked);
        const effects = new Map(users.map(({ userName, effect }) => [userName, effect]));
        const suspects = suspectsOf(inventory, {
          accountId: context.account.id,
          guardArn: context.guardArn,
          rules: asked.rules,
        });
        for (const { user } of suspects) {
          const posture = context.postures.get(user.userName);
          const due = posture !== undefined && wanted(decide(posture, asked.rules)) !== undefined;
          if (!due || (posture.kind === 'user' && posture.guard.kind === 'attached')) continue;

          expect(['guarded', 'changed', 'already']).toContain(effects.get(user.userName));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('whoever carries a guard that the service would change is told so', () => {
    fc.assert(
      fc.property(anyInventory, choice, ({ inventory, context }, asked) => {
        const snapshot = snapshotOf(inventory, context, new Map());
        const effects = new Map(planOf(snapshot, asked).users.map(({ userName, effect }) => [userName, effect]));
        for (const user of snapshot.users) {
          const posture = context.postures.get(user.userName);
          if (posture?.kind !== 'user' || posture.guard.kind !== 'attached') continue;
          const { desired } = decide({ ...posture, keys: keysOf(user, context.now) }, asked.rules);
          if (desired === 'as-is' || stepsTo(desired, posture.guard.all).length === 0) continue;

          expect(effects.get(user.userName)).toBe('changed');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what is not known makes nobody untouched who was not', () => {
    fc.assert(
      fc.property(anyAccount, choice, ({ inventory, context }, asked) => {
        const before = planOf(snapshotOf(inventory, context, new Map()), asked).users;
        const unknown = { kind: 'unknown', why: 'AccessDenied' } as const;
        const after = planOf(snapshotOf({ ...inventory, report: unknown }, context, new Map()), asked).users;
        const was = new Map(before.map(({ userName, effect }) => [userName, effect]));
        for (const { userName, effect } of after) {
          if (effect === 'untouched') expect([undefined, 'untouched']).toContain(was.get(userName));
        }
      }),
    );
  });

  test('a break-glass user, a deployer and a lost last administrator are never guarded without a word', () => {
    fc.assert(
      fc.property(anyAccount, choice, ({ inventory, context }, asked) => {
        for (const { userName, arn, effect, hurts } of planOf(snapshotOf(inventory, context, new Map()), asked).users) {
          if (effect !== 'guarded') continue;
          const stops = hurts.filter(({ severity }) => severity === 'stop').map(({ code }) => code);
          if (asked.breakGlass.includes(userName)) expect(stops).toContain('break-glass');
          const told = asked.rules.longTermKeys === 'deny' ? stops : hurts.map(({ code }) => code);
          if (asked.deployer === arn) expect(told).toContain('deployer');
        }
      }),
    );
  });

  test('a Deny of everything is never missed, however it is written', () => {
    const actions = fc.constantFrom<unknown>('*', 'iam:*', ['iam:EnableMFADevice'], 'IAM:EnableMFA*');
    const resources = fc.constantFrom<unknown>('*', 'arn:aws:iam::*:user/*', ['arn:aws:iam::*:*']);
    fc.assert(
      fc.property(actions, resources, fc.boolean(), (Action, Resource, listed) => {
        const statement = { Effect: 'Deny', Action, Resource };
        const text = JSON.stringify({ Statement: listed ? [statement] : statement });
        const { inventory, context } = withOne(text);

        const [user] = planOf(snapshotOf(inventory, context, new Map()), {
          rules: PLAIN_RULES,
          breakGlass: [],
          deployer: '',
          exempt: new Set(),
        }).users;

        expect(user?.hurts.map(({ code }) => code)).toContain('enrolment-blocked');
        expect(ESSENTIAL).toContain('iam:EnableMFADevice');
      }),
    );
  });
});

/** One user with a password, no device and this inline policy. */
function withOne(document: string) {
  const now = new Date('2026-11-24T03:00:00Z');
  const ref = { accountId: '111111111111', userName: 'jane.doe' };
  const unknown = { kind: 'unknown', why: 'AccessDenied' } as const;
  const user = {
    userName: 'jane.doe',
    arn: 'arn:aws:iam::111111111111:user/jane.doe',
    userId: 'AIDAjane',
    createdAt: now,
    groups: [],
    attachedPolicies: [],
    inlinePolicies: [document],
    tags: {},
  };
  return {
    inventory: {
      readAt: now,
      report: unknown,
      details: { kind: 'details', users: [user], groups: [], policies: [] } as const,
      virtualDevices: unknown,
      summary: unknown,
      history: { complete: true, events: [] },
    },
    context: {
      account: { id: '111111111111', partition: 'aws' },
      now,
      guardArn: 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard',
      longTermKeys: 'deny',
      settings: { unusedPasswordDays: 90, recentKeyDays: 30, deep: false },
      postures: new Map([
        [
          'jane.doe',
          {
            kind: 'user',
            user: ref,
            console: { kind: 'password', createdAt: now, resetRequired: false },
            devices: { kind: 'devices', all: [] },
            guard: { kind: 'not-attached' },
          } as const,
        ],
      ]),
      guardPolicies: { kind: 'policies', of: new Map() },
      subscriptions: 'not-asked',
      trail: 'not-asked',
    } as const,
  };
}
