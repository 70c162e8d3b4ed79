import type { Patch } from '../patch.ts';

const part = (name: string, from: string, to: string, why: string): Patch => ({
  name,
  why,
  file: 'shared/domain/service-control-policy.ts',
  from,
  to,
  tests: ['property/scp-document'],
});

/** The service control policy, whose properties a simulation proves. */
export const protecting: readonly Patch[] = [
  part(
    'scp-forgets-attached-guard',
    "Action: ['iam:DetachUserPolicy'],",
    "Action: ['iam:DetachRolePolicy'],",
    'Any administrator takes the guard off a user.',
  ),
  part(
    'scp-binds-nobody',
    'const unlessSpared = { ArnNotLike:',
    'const unlessSpared = { ArnLike:',
    'The spared are bound and all others are not.',
  ),
  part(
    'scp-lets-spared-roles-be-edited',
    "'iam:Simulate*', 'sts:*'],",
    "'iam:Simulate*', 'sts:*', 'iam:Update*'],",
    'An administrator lets himself into the deployer’s role and is spared.',
  ),
  part(
    'scp-of-one-partition',
    '`arn:${partition}:${service}:${region}:${accountId}:${resource}`',
    '`arn:aws:${service}:${region}:${accountId}:${resource}`',
    'In China and GovCloud nothing is protected.',
  ),
  {
    name: 'scp-leaves-stack-updates-open',
    why: 'An administrator updates the stack, and its service role does what he may not.',
    file: 'shared/domain/protected-arns.ts',
    from: "arn('cloudformation', `stack/${stack}/*`)",
    to: "arn('cloudformation', `stack/${stack}`)",
    tests: ['property/scp-document'],
  },
  {
    name: 'scp-spares-everybody',
    why: 'Whoever mistypes a wildcard prints a policy that protects nothing.',
    file: 'cli/policy/policy-values.ts',
    from: String.raw`(role|user)\/[\w+=,.@-][\w+=,.@/*?-]*$/`,
    to: String.raw`(role|user)\/[\w+=,.@/*?-]+$/`,
    tests: ['unit/cli-policy'],
  },
];
