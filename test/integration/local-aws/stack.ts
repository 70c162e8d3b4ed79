import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';

export type Template = { Resources: Record<string, object>; Outputs?: Record<string, { Value: unknown }> };

/** Creates a stack, waits for it, answers its outputs. */
export async function createStack(client: CloudFormationClient, name: string, template: Template) {
  await client.send(
    new CreateStackCommand({
      StackName: name,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  return settled(client, name);
}

export async function updateStack(client: CloudFormationClient, name: string, template: Template) {
  await client.send(
    new UpdateStackCommand({
      StackName: name,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  return settled(client, name);
}

export async function deleteStack(client: CloudFormationClient, name: string) {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  await client.send(new DeleteStackCommand({ StackName: name }));
  // A deleted stack is found by its id alone.
  return settled(client, Stacks![0]!.StackId!);
}

async function settled(client: CloudFormationClient, name: string) {
  for (;;) {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const stack = Stacks![0]!;
    if (!stack.StackStatus!.endsWith('_IN_PROGRESS')) {
      const outputs = Object.fromEntries((stack.Outputs ?? []).map((o) => [o.OutputKey!, o.OutputValue!]));
      return { status: stack.StackStatus!, reason: stack.StackStatusReason, outputs };
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
