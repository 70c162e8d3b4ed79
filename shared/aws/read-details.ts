import { GetUserCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { AssumedRoles } from '../domain/notification.ts';
import { NO_OWNER, type OwnerRules, ownerOf } from '../domain/owner.ts';
import type { UserRef } from '../domain/user-ref.ts';
import type { AssumedRolesReader, DetailsReader } from '../workflow/ports.ts';

/**
 * ARN with path, whose user it is, and which roles were assumed, for the message only: a message without them beats
 * none, so nothing is thrown. Whoever may not look into event history hands in no reader, and has no call more.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html}
 */
export function detailsReader(iam: IAMClient, rules: OwnerRules, readRoles?: AssumedRolesReader): DetailsReader {
  return {
    read: async (user, since) => {
      const [{ arn, owner }, assumedRoles] = await Promise.all([
        readUser(iam, user, rules),
        since === undefined || readRoles === undefined ? NOT_ASKED : readRoles(user, since),
      ]);
      return { arn, owner, assumedRoles };
    },
  };
}

const NOT_ASKED: AssumedRoles = { kind: 'not-asked' };

async function readUser(iam: IAMClient, { userName }: UserRef, rules: OwnerRules) {
  try {
    const { User } = await iam.send(new GetUserCommand({ UserName: userName }));
    const tags = Object.fromEntries((User?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    return { arn: User?.Arn, owner: ownerOf(userName, tags, rules) };
  } catch {
    return { arn: undefined, owner: NO_OWNER };
  }
}
