import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PlannedUser } from '../../shared/domain/plan/plan.ts';
import { planOf } from '../../shared/domain/plan/plan-of.ts';
import { PLAIN_RULES, type Rules, rulesOf } from '../../shared/domain/rules.ts';
import { snapshotOf } from '../../shared/domain/plan/snapshot.ts';
import { parsePatterns } from '../../shared/domain/wave.ts';
import { accountOf, type FindingCase } from './finding-cases.ts';

/** The quiet account of the findings' cases, with the users of the case and what a plan is asked for. */
type PlanCase = Omit<FindingCase, 'expect' | 'about'> & {
  scope?: Rules['scope'];
  longTermKeys?: Rules['longTermKeys'];
  phases?: Rules['phases'];
  breakGlass?: string[];
  deployer?: string;
  /** Names of whose exemption is in force. */
  exempt?: string[];
  /** Patterns of the wave. */
  include?: string;
  exclude?: string;
  /** Services, or the error; who is left out has none. */
  credentials?: Record<string, string[] | string>;
  /** Per user the effect, then the hurts; `!` marks a stop. `account`: hurts of the account as a whole. */
  expect: Record<string, string[]>;
};

/** AWS's own, as the account details have it when somebody carries it. */
const ADMINISTRATOR = {
  'arn:aws:iam::aws:policy/AdministratorAccess': { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

const folder = `${import.meta.dirname}/plan`;
const cases = globSync(`${folder}/*.json`)
  .sort()
  .flatMap((path) => JSON.parse(readFileSync(path, 'utf8')) as PlanCase[]);

describe('planOf', () => {
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const { inventory, context } = accountOf({ ...each, policies: { ...ADMINISTRATOR, ...each.policies }, expect: [] });
    const credentials = new Map((each.users ?? []).map(({ name }) => [name, credentialsOf(each.credentials?.[name])]));

    const { users, hurts } = planOf(snapshotOf(inventory, context, credentials), {
      rules: rulesOf({
        ...PLAIN_RULES,
        scope: each.scope ?? 'password-without-device',
        longTermKeys: each.longTermKeys ?? 'deny',
        phases: each.phases ?? 'one',
      }),
      breakGlass: each.breakGlass ?? [],
      deployer: each.deployer ?? 'arn:aws:sts::111111111111:assumed-role/deployer/session',
      wave: { include: parsePatterns(each.include ?? '') ?? [], exclude: parsePatterns(each.exclude ?? '') ?? [] },
      exempt: new Set((each.exempt ?? []).map((name) => `AIDA${name}`)),
    });

    const told = Object.fromEntries(users.map((user) => [user.userName, [user.effect, ...codesOf(user.hurts)]]));
    expect({ ...told, ...(hurts.length === 0 ? {} : { account: codesOf(hurts) }) }).toEqual(each.expect);
  });
});

const codesOf = (hurts: PlannedUser['hurts']) =>
  hurts.map(({ code, severity }) => (severity === 'stop' ? `${code}!` : code));

const credentialsOf = (read: string[] | string = []) =>
  typeof read === 'string'
    ? ({ kind: 'unknown', why: read } as const)
    : ({ kind: 'service-credentials', services: read } as const);
