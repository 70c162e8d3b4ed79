import { guardDocument } from '../guard-document.ts';
import type { Finding } from '../finding.ts';
import { canonical } from './canonical-policy.ts';
import { accountArn, type FindingContext } from './finding-context.ts';
import { insufficientData, open } from './make-finding.ts';

/** Whether the policy that is attached says what this release ships: somebody may have made it harmless. */
export function guardFindings(context: FindingContext): readonly Finding[] {
  const { account, guardArn, guardPolicy } = context;
  const code = 'guard-missing-or-edited';
  switch (guardPolicy.kind) {
    case 'unknown':
      return [insufficientData(code, guardArn || accountArn(context), { why: guardPolicy.why })];
    case 'missing':
      return [open(code, guardArn, { how: 'missing' }, 'critical')];
    case 'policy': {
      const shipped = canonical(JSON.stringify(guardDocument(account.partition)));
      const { defaultVersion } = guardPolicy;
      return canonical(guardPolicy.document) === shipped
        ? []
        : [open(code, guardArn, { how: 'edited', defaultVersion })];
    }
  }
}
