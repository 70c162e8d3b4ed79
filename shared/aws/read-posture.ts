import type { IAMClient } from '@aws-sdk/client-iam';
import type { MfaDevice } from '../domain/mfa-device.ts';
import type { Posture, Unknown } from '../domain/posture.ts';
import type { PostureReader } from '../workflow/ports.ts';
import { orUnknown } from './or-unknown.ts';
import { readConsole } from './read-console.ts';
import { readDevices } from './read-devices.ts';
import { readGuard } from './read-guard.ts';

/** The three reads side by side: one round trip, all pages. What IAM refused is `unknown`, with the error's name. */
export function postureReader(iam: IAMClient, guardArn: string): PostureReader {
  return {
    read: async (user, known): Promise<Posture> => {
      const [console, devices, guard] = await Promise.all([
        orUnknown(readConsole(iam, user.userName)),
        orUnknown(readDevices(iam, user.userName)),
        known ?? orUnknown(readGuard(iam, user.userName, guardArn)),
      ]);
      // A password of a user who is said to be gone: two replicas of IAM disagree, so nobody knows.
      if (devices === 'gone' && console.kind !== 'password') return { kind: 'gone', user };
      return { kind: 'user', user, console, devices: toDevices(devices), guard };
    },
  };
}

function toDevices(devices: readonly MfaDevice[] | 'gone' | Unknown) {
  if (devices === 'gone') return { kind: 'unknown', why: 'NoSuchEntity' } as const;
  return 'kind' in devices ? devices : ({ kind: 'devices', all: devices } as const);
}
