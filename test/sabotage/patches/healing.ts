import type { Patch } from '../patch.ts';

/** From a guard that was touched to one that is back. */
export const healing: readonly Patch[] = [
  {
    name: 'enrolled-user-stays-off',
    why: 'A guard that was taken off a user with a device stays off: he may remove the device and carry on without.',
    file: 'shared/workflow/restore-guard.ts',
    from: "restoreUser(happened, 'every-password', services)",
    to: "restoreUser(happened, 'password-without-device', services)",
    tests: ['unit/restore-guard'],
  },
  {
    name: 'stale-guard-is-believed',
    why: 'A read that still shows the guard after the detach leaves the user open.',
    file: 'shared/workflow/restore-user.ts',
    from: "happened.kind === 'guard-detached' ? without(read, happened) : read",
    to: "happened.kind === 'guard-detached' ? read : read",
    tests: ['unit/restore-guard'],
  },
  {
    name: 'own-calls-are-fought',
    why: 'What ReleaseRole takes off is put back: the release never ends.',
    file: 'shared/workflow/restore-guard.ts',
    from: 'services.ownRoles.includes(sessionIssuer)',
    to: "services.ownRoles.includes('')",
    tests: ['unit/restore-guard'],
  },
  {
    name: 'stale-default-is-believed',
    why: 'A read that still shows the default version of before leaves a harmless text in force for everybody.',
    file: 'shared/workflow/restore-policy.ts',
    from: 'isYoung && happened.madeDefault !== undefined',
    to: 'false && happened.madeDefault !== undefined',
    tests: ['unit/restore-guard'],
  },
  {
    name: 'any-text-is-good',
    why: 'A version with another text passes for the one of this release.',
    file: 'shared/workflow/restore-policy.ts',
    from: 'canonical(document) === shipped',
    to: 'canonical(document) !== undefined',
    tests: ['unit/restore-guard'],
  },
  {
    name: 'restores-are-put-off-too-long',
    why: 'Whoever takes the guard off again and again leaves the user open for hours.',
    file: 'shared/domain/fight.ts',
    from: 'const LONGEST_DELAY_MS = 14 * 60_000;',
    to: 'const LONGEST_DELAY_MS = 140 * 60_000;',
    tests: ['unit/restore-guard', 'property/healing'],
  },
];
