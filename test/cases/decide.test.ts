import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decide, type Spared } from '../../shared/domain/decide.ts';
import type { Decision } from '../../shared/domain/decision.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import type { Standing } from '../../shared/domain/wave.ts';
import { PLAIN_RULES, type Rules } from '../../shared/domain/rules.ts';

type Case = {
  name: string;
  posture: Partial<Posture>;
  rules?: Partial<Rules>;
  spared?: Spared;
  standing?: Standing;
  expect: Decision;
};

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'), toDates);
/** What an exemption is compared with. */
function toDates(key: string, value: unknown): unknown {
  return typeof value === 'string' && /^now$|At$/.test(key) ? new Date(value) : value;
}
const folder = `${import.meta.dirname}/decide`;
const ordinaryUser = read(`${folder}/an-ordinary-user.json`) as Posture;

const cases = globSync(`${folder}/*.json`)
  .filter((path) => !path.endsWith('an-ordinary-user.json'))
  .map((path) => read(path) as Case);

test.each(cases)('$name', ({ posture, rules, spared, standing, expect: expected }) => {
  const decision = decide({ ...ordinaryUser, ...posture } as Posture, { ...PLAIN_RULES, ...rules }, spared, standing);

  expect(decision).toEqual(expected);
});
