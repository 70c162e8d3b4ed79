import type { Patch } from '../patch.ts';

/** What a release, a removal and a prune must never do. */
export const releasing: readonly Patch[] = [
  {
    name: 'release-frees-who-is-guarded-again',
    why: 'In enforce the next evaluation puts the guard on again: it flaps, and the user is open meanwhile.',
    file: 'shared/domain/release.ts',
    from: "return wanted(decision) === undefined ? { kind: 'may' } : { kind: 'refused', reasons };",
    to: "return wanted(decision) === undefined || scope !== 'every-password' ? { kind: 'may' } : { kind: 'refused', reasons };",
    tests: ['unit/release'],
  },
  {
    name: 'release-frees-the-unknown',
    why: 'Who cannot be judged would lose the guard.',
    file: 'shared/domain/release.ts',
    from: "if (compliance === 'insufficient-data') {",
    to: "if (compliance === 'insufficient-data' && reasons.length > 1) {",
    tests: ['unit/release'],
  },
  {
    name: 'release-without-evidence',
    why: 'Nobody would know that it was about to be done when it is cut off.',
    file: 'shared/workflow/release-guards.ts',
    from: "  evidence({ kind: 'begun', carrier, at: clock.now() });\n",
    to: '',
    tests: ['unit/release'],
  },
  {
    name: 'release-asks-nobody',
    why: 'A typing error would release the whole account.',
    file: 'cli/confirm.ts',
    from: "return /^y(es)?$/i.test(answer?.trim() ?? '');",
    to: "return /^(y(es)?)?$/i.test(answer?.trim() ?? '');",
    tests: ['unit/release'],
  },
  {
    name: 'release-role-without-mfa',
    why: 'A long-term key alone would take the guard off.',
    file: 'infrastructure/roles/release.yml',
    from: "Bool: { aws:MultiFactorAuthPresent: 'true' }",
    to: "BoolIfExists: { aws:MultiFactorAuthPresent: 'true' }",
    tests: ['unit/release-template'],
  },
  {
    name: 'prune-deletes-what-history-does-not-know-yet',
    why: 'The device of whoever is enrolling this minute would be deleted.',
    file: 'shared/domain/unused-devices.ts',
    from: 'return complete && settled(serial) ? undefined',
    to: 'return complete || settled(serial) ? undefined',
    tests: ['unit/prune'],
  },
];
