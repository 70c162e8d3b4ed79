import { DetachUserPolicyCommand, type IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import type { Releaser } from '../workflow/ports.ts';
import { readCarriers } from './read-carriers.ts';

/**
 * Takes the guard off. A user who is gone, or who does not carry it, needs nothing more: IAM says NoSuchEntity to both.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html}
 */
export function releaser(iam: IAMClient, guardArn: string): Releaser {
  return {
    carriers: () => readCarriers(iam, guardArn),
    detach: async (userName) => {
      try {
        await iam.send(new DetachUserPolicyCommand({ UserName: userName, PolicyArn: guardArn }));
        return 'released';
      } catch (error) {
        if (error instanceof NoSuchEntityException) return 'not-there';
        throw error;
      }
    },
  };
}
