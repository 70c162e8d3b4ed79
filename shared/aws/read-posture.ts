import type { IAMClient } from '@aws-sdk/client-iam';
import type { MfaDevice } from '../domain/mfa-device.ts';
import type { Posture, Unknown } from '../domain/posture.ts';
import type { Clock, PostureReader } from '../workflow/ports.ts';
import type { Guards } from './attach-guard.ts';
import { orUnknown } from './or-unknown.ts';
import { readConsole } from './read-console.ts';
import { readDevices } from './read-devices.ts';
import { readGuard } from './read-guard.ts';
import { readKeys } from './read-keys.ts';

/** The reads side by side: one round trip, all pages. What IAM refused is `unknown`, with the error's name. */
export function postureReader(iam: IAMClient, guards: Guards, clock: Pick<Clock, 'now'>): PostureReader {
  return {
    read: async (user, known): Promise<Posture> => {
      const [console, devices, guard] = await Promise.all([
        orUnknown(readConsole(iam, user.userName)),
        orUnknown(readDevices(iam, user.userName)),
        known ?? orUnknown(readGuard(iam, user.userName, guards)),
      ]);
      // A password of a user who is said to be gone: two replicas of IAM disagree, so nobody knows.
      if (devices === 'gone' && console.kind !== 'password') return { kind: 'gone', user };
      return { kind: 'user', user, console, devices: toDevices(devices), guard };
    },
    keysOf: ({ userName }) => orUnknown(readKeys(iam, userName, clock.now())),
  };
}

function toDevices(devices: readonly MfaDevice[] | 'gone' | Unknown) {
  if (devices === 'gone') return { kind: 'unknown', why: 'NoSuchEntity' } as const;
  return 'kind' in devices ? devices : ({ kind: 'devices', all: devices } as const);
}
