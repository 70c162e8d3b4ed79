import type { Patch } from '../patch.ts';

/** The plan of the switch: nobody is hurt who was not told beforehand. */
export const planning: readonly Patch[] = [
  {
    name: 'plan-calls-doubt-untouched',
    why: 'A user whose devices could not be read passes for one whom the switch leaves alone.',
    file: 'shared/domain/plan/effect-of.ts',
    from: "if (due.kind === 'not-known') return 'not-judged';",
    to: "if (due.kind === 'not-known') return 'untouched';",
    tests: ['cases/plan'],
  },
  {
    name: 'plan-misses-the-last-administrator',
    why: 'The only administrator is guarded without a device, and the plan says that nothing hurts.',
    file: 'shared/domain/plan/ways-in.ts',
    from: 'lost.length === 0 || administrators.some(isLeft)',
    to: 'lost.length === 0 || administrators.length > 0',
    tests: ['cases/plan'],
  },
  {
    name: 'plan-takes-a-missing-allow-for-one',
    why: 'A boundary that leaves enrolling out shuts its users out, and the plan does not see it.',
    file: 'shared/domain/plan/obstacles.ts',
    from: "return allows.includes('doubt') ? 'doubt' : 'closed';",
    to: "return allows.includes('doubt') ? 'doubt' : 'open';",
    tests: ['cases/plan'],
  },
  {
    name: 'plan-believes-a-gap',
    why: 'A plan of an account that could not be read in full exits with 0.',
    file: 'cli/plan/plan.ts',
    from: 'if (unread.length > 0 || snapshot.unlisted !== undefined) return EXIT.incomplete;',
    to: 'if (snapshot.unlisted !== undefined) return EXIT.incomplete;',
    tests: ['unit/cli-plan'],
  },
  {
    name: 'plan-lets-names-mention',
    why: 'A user named like a team wakes that team up from a pull request.',
    file: 'cli/plan/plan-markdown.ts',
    from: '[`|',
    to: '[|',
    tests: ['unit/cli-plan'],
  },
  {
    name: 'plan-drops-mistyped-names',
    why: 'A misspelt user for emergencies is looked after by nobody, and the plan is silent.',
    file: 'shared/domain/plan/plan-of.ts',
    from: '.filter((name) => !names.has(name))',
    to: '.filter((name) => names.has(name) && name === deployer)',
    tests: ['cases/plan'],
  },
];
