import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetUserCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Exemptions, Log } from '../workflow/ports.ts';
import { readExemptionsCopy } from './exemptions-copy.ts';
import { readExemptions } from './read-exemptions.ts';

type Tables = { readonly exemptions: string; readonly state: string; readonly accountId: string };

/** The exemptions of the account, and whose they are. The table out of reach: the last good copy. */
export function exemptions(iam: IAMClient, dynamodb: DynamoDBClient, tables: Tables, log: Log): Exemptions {
  return {
    read: async () => {
      try {
        const { all, unreadable } = await readExemptions(dynamodb, tables.exemptions);
        if (unreadable.length > 0) log.warn('Items that are no exemptions free nobody', { unreadable });
        return { kind: 'live', all };
      } catch (error) {
        log.warn('The exemptions are out of reach: the last good copy decides', { error });
      }
      try {
        return { kind: 'copy', all: await readExemptionsCopy(dynamodb, tables.state, tables.accountId) };
      } catch (error) {
        log.warn('The copy of the exemptions is out of reach too: nobody is exempt', { error });
        return { kind: 'none', all: [] };
      }
    },

    /** {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html} */
    userIdOf: async ({ userName }) => {
      try {
        const { User } = await iam.send(new GetUserCommand({ UserName: userName }));
        return User?.UserId;
      } catch (error) {
        log.warn('Nobody knows the unique id of a user, so no exemption is the user’s', { userName, error });
        return undefined;
      }
    },
  };
}
