import type { IAMClient } from '@aws-sdk/client-iam';
import type { Releaser } from '../workflow/ports.ts';
import { detachGuard } from './attach-guard.ts';
import { readCarriers } from './read-carriers.ts';

/** Takes guards off, whichever they are and however they were put on. */
export function releaser(iam: IAMClient, guardArn: string): Releaser {
  return {
    carriers: () => readCarriers(iam, guardArn),
    detach: async (userName, guard) => {
      const { kind } = await detachGuard(iam, guardArn, userName, guard);
      return kind === 'detached' ? 'released' : kind;
    },
  };
}
