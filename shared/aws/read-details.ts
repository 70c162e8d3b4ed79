import { GetUserCommand, type IAMClient } from '@aws-sdk/client-iam';
import { ownerIn } from '../domain/owner.ts';
import type { DetailsReader } from '../workflow/ports.ts';

/**
 * ARN with path, and the tag `owner`, for the message only: a message without them beats none, so nothing is thrown.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html}
 */
export function detailsReader(iam: IAMClient): DetailsReader {
  return {
    read: async ({ userName }) => {
      try {
        const { User } = await iam.send(new GetUserCommand({ UserName: userName }));
        const tags = Object.fromEntries((User?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
        return { arn: User?.Arn, owner: ownerIn(tags) };
      } catch {
        return { arn: undefined, owner: undefined };
      }
    },
  };
}
