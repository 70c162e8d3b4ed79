import {
  AttachUserPolicyCommand,
  type IAMClient,
  LimitExceededException,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import type { Enforcer } from '../workflow/ports.ts';

/**
 * Attaches the guard; attaching what is attached changes nothing. A full quota and an entity that is gone are answers,
 * whatever else goes wrong is thrown.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html}
 */
export function enforcer(iam: IAMClient, guardArn: string): Enforcer {
  return {
    mode: 'enforce',
    guardArn,
    attach: async ({ userName }) => {
      try {
        await iam.send(new AttachUserPolicyCommand({ UserName: userName, PolicyArn: guardArn }));
        return { kind: 'attached' };
      } catch (error) {
        if (error instanceof NoSuchEntityException) return { kind: 'no-such-entity' };
        if (error instanceof LimitExceededException) return { kind: 'quota-exceeded', quota: quotaIn(error.message) };
        throw error;
      }
    },
  };
}

/** `observe`: the same port, under a role that has no right to attach. */
export function observer(guardArn: string): Enforcer {
  return { mode: 'observe', guardArn, attach: () => Promise.resolve({ kind: 'would-attach' }) };
}

/** "Cannot exceed quota for PoliciesPerUser: 10" names it; another text is kept as it is. */
const quotaIn = (message: string) => /quota for (\w+)/.exec(message)?.[1] ?? message;
