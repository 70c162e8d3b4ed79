import type { Patch } from '../patch.ts';

/** Whom a wave delays, and whom it must not. */
export const waving: readonly Patch[] = [
  {
    name: 'wave-forgets',
    why: 'Who untags himself is out of the wave, and may take the device off.',
    file: 'shared/domain/wave.ts',
    from: "return remembered.has(traits.userId) ? 'left' : 'outside';",
    to: "return remembered.has('') ? 'left' : 'outside';",
    tests: ['unit/wave-users', 'property/waves'],
  },
  {
    name: 'wave-unlocks',
    why: 'Outside the wave a guard that is on is neither changed nor looked after.',
    file: 'shared/domain/decide.ts',
    from: "const isFirst = posture.kind === 'user' && posture.guard.kind === 'not-attached';",
    to: "const isFirst = posture.kind === 'user';",
    tests: ['cases/decide', 'property/waves'],
  },
  {
    name: 'unread-trait-delays',
    why: 'Who may not be read is not guarded.',
    file: 'shared/domain/wave.ts',
    from: "matches(pattern, traits) !== 'no'",
    to: "matches(pattern, traits) === 'yes'",
    tests: ['unit/wave', 'property/waves'],
  },
  {
    name: 'lost-memory-delays',
    why: 'While the state table is out of reach, whoever left the wave is free.',
    file: 'shared/workflow/standings.ts',
    from: "{ user, error });\n    return 'in';",
    to: "{ user, error });\n    return 'outside';",
    tests: ['unit/wave-users'],
  },
  {
    name: 'excluded-by-tag',
    why: 'Whoever may tag a user frees them.',
    file: 'infrastructure/deployment-parameters.ts',
    from: '    pattern: /^(path:\\/[!-+\\--~]*|group:[\\w+=.@*?-]+)(,(path:\\/[!-+\\--~]*|group:[\\w+=.@*?-]+))*$/,',
    to: '    pattern: /./,',
    tests: ['unit/template'],
  },
  {
    name: 'outsiders-are-told',
    why: 'Owners of users outside the wave are told that the guard is on, which it is not.',
    file: 'shared/domain/telling.ts',
    from: "return wanted(decision) === undefined ? undefined : 'user-guarded';",
    to: "return 'user-guarded';",
    tests: ['unit/wave-users'],
  },
];
