import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** What a stack put out and what it was deployed with. */
export type DeployedStack = {
  readonly status: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
};

/**
 * Undefined when there is no such stack: CloudFormation has no error of its own for that.
 * {@link https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html}
 */
export async function readStack(
  cloudFormation: CloudFormationClient,
  StackName: string,
): Promise<DeployedStack | undefined> {
  try {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const { StackStatus: status = '', Outputs = [], Parameters = [] } = Stacks?.[0] ?? {};
    const outputs = Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const);
    const parameters = Parameters.map(({ ParameterKey = '', ParameterValue = '' }) => {
      return [ParameterKey, ParameterValue] as const;
    });
    return { status, outputs: new Map(outputs), parameters: new Map(parameters) };
  } catch (error) {
    const missing = error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
    if (missing) return undefined;
    throw error;
  }
}
