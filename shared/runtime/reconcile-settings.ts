import * as v from 'valibot';
import type { ExpectedRule } from '../domain/machine-state.ts';
import { CONCURRENCY, EVALUATION, matching, parse } from './settings.ts';

const reconcileSettings = v.object({
  ...EVALUATION,
  CONCURRENCY,
  /** Every rule of the stack, and its function. */
  RULES: v.pipe(
    matching(/^[\w.-]+=[\w-]+(,[\w.-]+=[\w-]+)*$/, 'rules and their functions, such as rule=function,rule=function'),
    v.transform((rules) => rules.split(',').map(toExpectedRule)),
  ),
});

export type ReconcileSettings = v.InferOutput<typeof reconcileSettings>;

export const readReconcileSettings = (environment: Readonly<Record<string, string | undefined>>): ReconcileSettings =>
  parse(reconcileSettings, environment);

function toExpectedRule(text: string): ExpectedRule {
  const [name = '', functionName = ''] = text.split('=');
  return { name, functionName };
}
