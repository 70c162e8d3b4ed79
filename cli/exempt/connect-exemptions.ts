import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetUserCommand, type IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { type ExemptionTable, exemptionTable } from '../../shared/aws/exemption-table.ts';
import { type Watch, watched } from '../watch.ts';

/** Who a name belongs to now. */
export type KnownUser = { readonly userId: string; readonly userName: string; readonly arn: string };

/** How the commands about exemptions reach the stack's table and the users. */
export type Exempting = {
  readonly table: (name: string) => ExemptionTable;
  /** What the stack put out under this name; undefined if it put out no such thing. Throws if there is no such stack. */
  readonly output: (stack: string, key: string) => Promise<string | undefined>;
  readonly user: (userName: string) => Promise<KnownUser | undefined>;
};

type Config = NonNullable<ConstructorParameters<typeof DynamoDBClient>[0]>;

/** `config` names the Region in which the stack lives. */
export function connectExemptions(config: Config, iam: IAMClient, watch: Watch): Exempting {
  const dynamodb = watched(new DynamoDBClient(config), 'dynamodb', watch);
  return {
    table: (name) => exemptionTable(dynamodb, name),
    output: async (stack, key) => {
      const { region, ...rest } = config;
      const where = region === undefined ? rest : { ...rest, region };
      const cloudFormation = watched(new CloudFormationClient(where), 'cloudformation', watch);
      const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
      return Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    },
    user: async (name) => {
      try {
        const { User } = await iam.send(new GetUserCommand({ UserName: name }));
        const { UserId: userId = '', UserName: userName = name, Arn: arn = '' } = User ?? {};
        return { userId, userName, arn };
      } catch (error) {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      }
    },
  };
}
