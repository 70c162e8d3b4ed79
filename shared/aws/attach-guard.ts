import {
  AttachUserPolicyCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  LimitExceededException,
  NoSuchEntityException,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { inlineGuardDocument } from '../domain/guard-document.ts';
import { GUARD_NAME, guardArnOf, type GuardKind } from '../domain/guard-name.ts';
import type { AttachedGuard } from '../domain/posture.ts';
import type { UserRef } from '../domain/user-ref.ts';
import type { AttachAnswer, DetachAnswer, Enforcer } from '../workflow/ports.ts';

/** `guardArn`: that of the policy `guard`; the others stand beside it. */
export type Guards = { readonly guardArn: string; readonly inlineFallback: boolean };

/**
 * Puts guards on and off; doing what is done changes nothing. A full quota and an entity that is gone are answers,
 * whatever else goes wrong is thrown.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html}
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html}
 */
export function enforcer(iam: IAMClient, { guardArn, inlineFallback }: Guards): Enforcer {
  return {
    mode: 'enforce',
    inlineFallback,
    arnOf: (kind) => guardArnOf(guardArn, kind),
    attach: async (user, guard) => {
      try {
        await attach(iam, guardArn, user, guard);
        return { kind: 'attached' };
      } catch (error) {
        return refusal(error);
      }
    },
    detach: (user, guard) => detachGuard(iam, guardArn, user.userName, guard),
  };
}

/** `observe`: the same port, under a role that has no right to change a user. */
export function observer({ guardArn, inlineFallback }: Guards): Enforcer {
  return {
    mode: 'observe',
    inlineFallback,
    arnOf: (kind) => guardArnOf(guardArn, kind),
    attach: () => Promise.resolve({ kind: 'would' }),
    detach: () => Promise.resolve({ kind: 'would' }),
  };
}

async function attach(iam: IAMClient, guardArn: string, { userName }: UserRef, guard: AttachedGuard): Promise<void> {
  const kind = shipped(guard);
  if (guard.by === 'managed') {
    await iam.send(new AttachUserPolicyCommand({ UserName: userName, PolicyArn: guardArnOf(guardArn, kind) }));
    return;
  }
  const [, partition = 'aws'] = guardArn.split(':');
  const document = JSON.stringify(inlineGuardDocument(partition, kind));
  await iam.send(new PutUserPolicyCommand({ UserName: userName, PolicyName: GUARD_NAME, PolicyDocument: document }));
}

/** Takes one guard off. A user who is gone, or does not carry it, needs nothing more: IAM says NoSuchEntity to both. */
export async function detachGuard(
  iam: IAMClient,
  guardArn: string,
  userName: string,
  guard: AttachedGuard,
): Promise<Exclude<DetachAnswer, { kind: 'would' }>> {
  try {
    await (guard.by === 'inline'
      ? iam.send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: GUARD_NAME }))
      : iam.send(new DetachUserPolicyCommand({ UserName: userName, PolicyArn: guardArnOf(guardArn, shipped(guard)) })));
    return { kind: 'detached' };
  } catch (error) {
    if (error instanceof NoSuchEntityException) return { kind: 'not-there' };
    throw error;
  }
}

/** Nobody asks for a text that somebody else wrote. */
function shipped({ kind }: AttachedGuard): GuardKind {
  if (kind === 'edited') throw new TypeError('a guard with an edited text is neither attached nor known by an ARN');
  return kind;
}

function refusal(error: unknown): AttachAnswer {
  if (error instanceof NoSuchEntityException) return { kind: 'no-such-entity' };
  if (error instanceof LimitExceededException) return { kind: 'quota-exceeded', quota: quotaIn(error.message) };
  throw error;
}

/** "Cannot exceed quota for PoliciesPerUser: 10" names it; another text is kept as it is. */
const quotaIn = (message: string) => /quota for (\w+)/.exec(message)?.[1] ?? message;
