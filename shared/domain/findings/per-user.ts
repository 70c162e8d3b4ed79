import type { Finding, FindingCode, FindingFact } from '../finding.ts';
import type { Severity } from '../severity.ts';
import type { Evidence, NotKnown } from './evidence.ts';
import { insufficientData, open } from './make-finding.ts';
import type { UserFacts } from './user-facts.ts';

/** What the findings of users are made from. */
export type Users = {
  readonly all: readonly UserFacts[];
  readonly accountArn: string;
  /** Why there may be users who are not in `all`. */
  readonly unlisted: NotKnown | undefined;
};

export type Told = { readonly facts?: Readonly<Record<string, FindingFact>>; readonly severity?: Severity };

/**
 * One finding for each user of whom the judgement is true. Not known for a reason of the user's own: one finding for the
 * user. Not known since a part of the account could not be read: one for the account, with the number of users.
 */
export function perUser(
  code: FindingCode,
  users: Users,
  judge: (user: UserFacts) => Evidence,
  tell: (user: UserFacts) => Told = () => ({}),
): readonly Finding[] {
  const findings: Finding[] = [];
  const reasons = new Set(users.unlisted === undefined ? [] : [users.unlisted.why]);
  let doubtful = 0;
  for (const user of users.all) {
    const judged = judge(user);
    if (judged.kind === 'known') {
      if (judged.value) findings.push(openFor(code, user, tell(user)));
    } else if (judged.of === 'user') {
      findings.push(insufficientData(code, user.arn, { why: judged.why }));
    } else {
      doubtful += 1;
      reasons.add(judged.why);
    }
  }
  if (reasons.size === 0) return findings;
  const why = [...reasons].sort().join(', ');
  return [...findings, insufficientData(code, users.accountArn, { why, users: doubtful })];
}

const openFor = (code: FindingCode, { arn }: UserFacts, { facts, severity }: Told) => open(code, arn, facts, severity);
