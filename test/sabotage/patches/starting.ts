import type { Patch } from '../patch.ts';

/** What waits for the date of EnforceFrom, and what does not. */
export const starting: readonly Patch[] = [
  {
    name: 'mode-of-the-cold-start',
    why: 'A function that was warm at the date goes on observing, for as long as it lives.',
    file: 'shared/workflow/enforce-from.ts',
    from: 'const present = () => (now() < moment ? waiting : enforcer);',
    to: 'const first = now() < moment ? waiting : enforcer;\n  const present = () => first;',
    tests: ['unit/enforce-from'],
  },
  {
    name: 'sweep-changes-its-mind',
    why: 'A sweep that lives over the date attaches to whoever it is, past the fuse.',
    file: 'shared/workflow/sweep-account.ts',
    from: "const enforcer = mode === 'observe' ? heldBack(services.enforcer, waitsUntil) : services.enforcer;",
    to: 'const { enforcer } = services;',
    tests: ['unit/enforce-from'],
  },
  {
    name: 'right-does-not-wait',
    why: 'Before the date the sweep may attach all the same, if its code goes wrong.',
    file: 'infrastructure/roles/sweep-account.yml',
    from: `                            !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/aws-mfa-enforcer-guard-enrolled',
                            !Ref AWS::NoValue,
                          ]
                    DateGreaterThanEquals: !If [HasStart, { aws:CurrentTime: !Ref EnforceFrom }, !Ref AWS::NoValue]
`,
    to: `                            !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/aws-mfa-enforcer-guard-enrolled',
                            !Ref AWS::NoValue,
                          ]
`,
    tests: ['unit/template'],
  },
  {
    name: 'locked-in-until-the-date',
    why: 'Who lost the last device before the date cannot enrol another until then.',
    file: 'shared/workflow/enforce-from.ts',
    from: "guard.kind === 'enrolled' ? enforcer.detach(user, guard) : Promise.resolve(would)",
    to: 'Promise.resolve([user, guard, would]).then(() => would)',
    tests: ['unit/enforce-from'],
  },
  {
    name: 'announced-for-ever',
    why: 'The announced number lifts the fuse of every later sweep.',
    file: 'shared/domain/announced.ts',
    from: "return mode === 'observe' || isDone ? 'forgotten' : undefined;",
    to: "return mode === 'observe' && isDone ? 'forgotten' : undefined;",
    tests: ['unit/enforce-from'],
  },
];
