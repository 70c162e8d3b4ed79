import { guardDocument } from '../guard-document.ts';
import { guardArnOf, type GuardKind } from '../guard-name.ts';
import type { Finding } from '../finding.ts';
import { canonical } from './canonical-policy.ts';
import { accountArn, type FindingContext, type GuardPolicy } from './finding-context.ts';
import { insufficientData, open } from './make-finding.ts';

const CODE = 'guard-missing-or-edited';

/**
 * Whether the policies that are attached say what this release ships: somebody may have made one harmless. One that
 * nobody carries counts too, since the next evaluation may attach it.
 */
export function guardFindings(context: FindingContext): readonly Finding[] {
  const { guardArn, guardPolicies } = context;
  if (guardPolicies.kind === 'unknown') {
    return [insufficientData(CODE, guardArn || accountArn(context), { why: guardPolicies.why })];
  }
  return [...guardPolicies.of].flatMap(([kind, policy]) => findingsOf(kind, policy, context));
}

function findingsOf(kind: GuardKind, policy: GuardPolicy, { account, guardArn }: FindingContext): readonly Finding[] {
  const arn = guardArnOf(guardArn, kind);
  if (policy.kind === 'missing') return [open(CODE, arn, { how: 'missing' }, 'critical')];
  const shipped = canonical(JSON.stringify(guardDocument(account.partition, kind)));
  const { document, defaultVersion } = policy;
  return canonical(document) === shipped ? [] : [open(CODE, arn, { how: 'edited', defaultVersion })];
}
