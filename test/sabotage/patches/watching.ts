import type { Patch } from '../patch.ts';

const STATE = 'shared/domain/machine-state.ts';
const LOOK = 'shared/workflow/look-at-machine.ts';
const OWN_ROLE = 'shared/events/parse-own-role-call.ts';
const PRUNE = 'shared/workflow/prune-in-sweep.ts';

/** What is off, in other hands, or may be able to: the look at the machine, the own roles, what a sweep deletes. */
export const watching: readonly Patch[] = [
  {
    name: 'disabled-rule-is-fine',
    why: 'A rule that somebody disabled passes for one that brings events.',
    file: STATE,
    from: 'state.enabled ? [] :',
    to: 'state.enabled !== undefined ? [] :',
    tests: ['unit/look-at-machine'],
  },
  {
    name: 'any-target-is-ours',
    why: 'A rule whose events go to somebody else passes for one that brings them to us.',
    file: STATE,
    from: 'arn.endsWith(`:${accountId}:function:${functionName}`)',
    to: "arn.includes(':function:') || accountId === functionName",
    tests: ['unit/look-at-machine'],
  },
  {
    name: 'unread-rules-are-fine',
    why: 'Rules that could not be listed pass for rules that are on.',
    file: STATE,
    from: "return [{ code: 'rules-unread', why: rules.why }];",
    to: 'return [];',
    tests: ['unit/look-at-machine'],
  },
  {
    name: 'trouble-after-a-cure-is-old',
    why: 'A rule that is disabled again, an hour after it was enabled, is told to nobody until tomorrow.',
    file: LOOK,
    from: "if (first === undefined) return rememberHealth(tellingOf('none', account.id), services);",
    to: 'if (first === undefined) return;',
    tests: ['unit/look-at-machine'],
  },
  {
    name: 'any-session-of-ours-is-our-own',
    why: "One of our roles in the hands of another function of ours, or of one that is called alike, passes for the function's.",
    file: OWN_ROLE,
    from: 'arn?.endsWith(`:sts::${accountId}:assumed-role/${role}/${session}`)',
    to: 'arn?.includes(`:assumed-role/${role}/`) === true && arn.endsWith(session)',
    tests: ['unit/own-role'],
  },
  {
    name: 'refused-calls-of-our-role-are-nothing',
    why: 'Whoever tries out what one of our roles may is seen only when something works.',
    file: OWN_ROLE,
    from: '  const { happened } = readWatchedRecord',
    to: '  if (errorCode !== undefined) return undefined;\n  const { happened } = readWatchedRecord',
    tests: ['unit/own-role'],
  },
  {
    name: 'sessions-of-our-roles-are-not-watched',
    why: 'A rule that leaves out every session of our roles never tells of one in other hands.',
    file: 'infrastructure/rules/patterns/own-roles.yml',
    from: 'assumed-role/${EvaluateUserRole}/${AWS::StackName}-evaluate-user',
    to: 'assumed-role/${EvaluateUserRole}/${AWS::StackName}-alert-on-root',
    tests: ['unit/template'],
  },
  {
    name: 'half-a-history-dates-devices',
    why: 'Where history was not read in full a sweep deletes a device that somebody is enrolling.',
    file: PRUNE,
    from: 'if (!creations.complete)',
    to: 'if (!creations.complete && creations.createdAt.size === 0)',
    tests: ['unit/prune-in-sweep'],
  },
  {
    name: 'pruned-without-a-second-look',
    why: 'A device that somebody enrolled while history was read is asked to be deleted.',
    file: PRUNE,
    from: 'stillUnassigned(again.all)',
    to: 'stillUnassigned(virtualDevices.all)',
    tests: ['unit/prune-in-sweep', 'property/prune'],
  },
  {
    name: 'names-cut-short-are-not-ours',
    why: 'Who may pass roles by a wildcard that reaches ours is not found.',
    file: 'shared/domain/wildcard.ts',
    from: "if (wanted[at] === '*') return [at];",
    to: "if (wanted[at] === '*' && at === wanted.length) return [at];",
    tests: ['property/wildcard', 'cases/findings'],
  },
];
