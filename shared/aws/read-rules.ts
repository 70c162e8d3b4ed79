import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
} from '@aws-sdk/client-eventbridge';
import type { RuleState, RuleStates, RuleTarget } from '../domain/machine-state.ts';
import type { Unknown } from '../domain/posture.ts';
import { orUnknown } from './or-unknown.ts';

/**
 * The rules of these names as they are now, with their targets: one list of what their names begin with, and one look at
 * each that is there. Never throws.
 * {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html}
 */
export function readRules(events: EventBridgeClient, names: readonly string[]): Promise<RuleStates> {
  return orUnknown(readAll(events, names));
}

async function readAll(events: EventBridgeClient, names: readonly string[]): Promise<RuleStates> {
  const wanted = new Set(names);
  const there = (await listRules(events, beginningOf(names))).filter(({ Name }) => wanted.has(Name ?? ''));
  const states = await Promise.all(
    there.map(async ({ Name = '', State }): Promise<[string, RuleState]> => {
      const targets = await orUnknown(listTargets(events, Name));
      return [Name, { enabled: State?.startsWith('ENABLED') === true, targets }];
    }),
  );
  return { kind: 'rules', byName: new Map(states) };
}

async function listRules(events: EventBridgeClient, NamePrefix: string): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ NamePrefix, NextToken }));
    rules.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
}

async function listTargets(events: EventBridgeClient, Name: string): Promise<readonly RuleTarget[] | Unknown> {
  const targets: Target[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListTargetsByRuleCommand({ Rule: Name, NextToken }));
    targets.push(...(page.Targets ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return targets.map((target) => ({ arn: target.Arn ?? '', rewritten: isRewritten(target) }));
}

/** {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html} */
const isRewritten = ({ Input, InputPath, InputTransformer }: Target) =>
  [Input, InputPath, InputTransformer].some((one) => one !== undefined);

/** What all names have in common: the name of the stack, and perhaps more. */
function beginningOf([first = '', ...others]: readonly string[]): string {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length += 1;
  return first.slice(0, length);
}
