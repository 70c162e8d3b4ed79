import { visible } from '../../shared/messages/visible.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connect.ts';
import type { TableOptions } from './exempt-options.ts';

/** The table that was named, else the one that the stack put out. */
export async function findTable({ table, stack }: TableOptions, { exempting, account }: Connection): Promise<string> {
  if (table !== undefined) return table;
  const found = await outputOf(stack, exempting);
  if (found !== undefined) return found;
  throw new CliError(
    `Account ${account.id} has no stack ${visible(stack)} with a table of exemptions: deploy it, or name the stack with --stack or the table with --table.`,
  );
}

async function outputOf(stack: string, exempting: Connection['exempting']): Promise<string | undefined> {
  try {
    return await exempting.output(stack, 'ExemptionsTableName');
  } catch (error) {
    // CloudFormation has no error of its own for a stack that is not there.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
    if (error instanceof Error && error.name === 'ValidationError') return undefined;
    throw error;
  }
}
