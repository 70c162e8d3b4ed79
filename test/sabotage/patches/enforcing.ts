import type { Patch } from '../patch.ts';

/** From a decision to what is done. */
export const enforcing: readonly Patch[] = [
  {
    name: 'no-attach',
    why: 'The guard is said to be attached, and is not.',
    file: 'shared/workflow/apply-decision.ts',
    from: 'await enforcer[step.do](user, step.guard);',
    to: "await Promise.resolve<AttachAnswer | DetachAnswer>(user.userName === '' ? { kind: 'would' } : { kind: 'attached' });",
    tests: ['unit/evaluate-user'],
  },
  {
    name: 'no-attach-call',
    why: 'The same in the adapter: IAM is never called.',
    file: 'shared/aws/attach-guard.ts',
    from: 'await iam.send(new AttachUserPolicyCommand({ UserName: userName, PolicyArn: guardArnOf(guardArn, kind) }));',
    to: 'await Promise.resolve(AttachUserPolicyCommand);',
    tests: ['unit/evaluation-services'],
  },
  {
    name: 'observe-attaches',
    why: 'In observe, where nothing is to be changed, the function attaches the guard.',
    file: 'shared/runtime/enforcer-of.ts',
    from: "if (settings.MODE === 'observe') return observer(guards);",
    to: 'if (settings.MODE.length === 0) return observer(guards);',
    tests: ['unit/evaluation-services'],
  },
  {
    name: 'refused-attach-is-attached',
    why: 'An attach that IAM refused passes for done: no retry, no dead letter.',
    file: 'shared/aws/attach-guard.ts',
    from: `quota: quotaIn(error.message) };
  throw error;`,
    to: `quota: quotaIn(error.message) };
  return { kind: 'attached' };`,
    tests: ['unit/attach-guard'],
  },
  {
    name: 'quota-is-retried',
    why: 'A full quota is tried again for seconds, and slows every later call down.',
    file: 'shared/aws/iam-client.ts',
    from: "info.error.name === 'LimitExceededException'",
    to: "info.error.name === 'Nothing'",
    tests: ['unit/attach-guard'],
  },
  {
    name: 'throttling-is-final',
    why: 'Throttling is not waited out.',
    file: 'shared/aws/iam-client.ts',
    from: 'const ATTEMPTS = 5;',
    to: 'const ATTEMPTS = 1;',
    tests: ['unit/attach-guard'],
  },
  {
    name: 'no-such-entity-is-user-gone',
    why: 'A guard policy that is gone passes for a user who is gone: everybody stays open, and nobody hears of it.',
    file: 'shared/workflow/apply-decision.ts',
    from: 'return userOrPolicyGone(done, services, rules);',
    to: "return { ...done, effect: 'already-so' };",
    tests: ['unit/evaluate-user'],
  },
  {
    name: 'no-such-entity-is-policy-gone',
    why: 'A user who goes while being guarded raises a critical alarm about the policy.',
    file: 'shared/workflow/apply-decision.ts',
    from: 'if (kind === undefined || !isPending({ posture: again, decision })) {',
    to: `if (kind === undefined) {
    return { ...outcome, effect: 'failed', failure: { code: 'guard-missing', guardArn: '' } };
  }
  if (!isPending({ posture: again, decision }) && decision.reasons.length > 99) {`,
    tests: ['unit/evaluate-user'],
  },
  {
    name: 'guard-missing-is-not-thrown',
    why: 'A guard policy that is gone leaves no dead letter to redrive.',
    file: 'shared/workflow/evaluate-user.ts',
    from: 'throw new GuardMissingError(outcome.user, outcome.failure.guardArn);',
    to: 'return outcome;',
    tests: ['unit/evaluate-user'],
  },
  {
    name: 'unknown-is-not-thrown',
    why: 'What could not be read is not tried again.',
    file: 'shared/workflow/evaluate-user.ts',
    from: "if (outcome.decision.compliance === 'insufficient-data') throw new InsufficientDataError(outcome);",
    to: '',
    tests: ['unit/evaluate-user'],
  },
  {
    name: 'unread-guard-is-attached',
    why: 'A guard that could not be read counts as attached, and the user stays open.',
    file: 'shared/domain/guard-steps.ts',
    from: 'GUARD_KINDS.filter((kind) => kind !== desired)',
    to: 'GUARD_KINDS.filter((kind) => kind === desired)',
    tests: ['unit/evaluate-user'],
  },
];
