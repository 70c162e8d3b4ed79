import type { Patch } from '../patch.ts';

/** From IAM's answers to a posture. */
export const reading: readonly Patch[] = [
  {
    name: 'devices-of-one-page',
    why: 'A device on the second page is not seen, so an enrolled user is guarded.',
    file: 'shared/aws/read-devices.ts',
    from: 'devices.push(...(MFADevices ?? []).map(toMfaDevice));',
    to: 'devices.push(...(MFADevices ?? []).map(toMfaDevice));\n      break;',
    tests: ['unit/read-posture'],
  },
  {
    name: 'policies-of-one-page',
    why: 'A guard on the second page is not seen.',
    file: 'shared/aws/read-guard.ts',
    from: 'attached.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));\n',
    to: 'attached.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));\n    break;\n',
    tests: ['unit/read-posture'],
  },
  {
    name: 'gone-is-without-device',
    why: 'A user who is gone is taken for one without a device.',
    file: 'shared/aws/read-devices.ts',
    from: "return 'gone';",
    to: 'return [];',
    tests: ['unit/read-posture'],
  },
  {
    name: 'gone-despite-a-password',
    why: 'Two replicas of IAM disagree, and a user with a password is taken for gone.',
    file: 'shared/aws/read-posture.ts',
    from: "devices === 'gone' && console.kind !== 'password'",
    to: "devices === 'gone'",
    tests: ['unit/read-posture'],
  },
  {
    name: 'refused-is-no-password',
    why: 'Whatever IAM refuses is taken for a user without a password.',
    file: 'shared/aws/read-console.ts',
    from: 'error instanceof NoSuchEntityException',
    to: 'error instanceof Error',
    tests: ['unit/read-posture'],
  },
  {
    name: 'guard-by-name',
    why: 'Any policy of the same name, in any path or account, passes for the guard.',
    file: 'shared/domain/guards-among.ts',
    from: 'policies.includes(guardArnOf(guardArn, kind))',
    to: "policies.some((policy) => policy.split('/').at(-1) === guardArnOf(guardArn, kind).split('/').at(-1))",
    tests: ['unit/read-posture'],
  },
];
