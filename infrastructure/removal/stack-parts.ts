import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';

/** A part of the stack that is there: `id` is its name, ARN or URL, as CloudFormation keeps it. */
export type StackPart = { readonly logicalId: string; readonly type: string; readonly id: string };

/** What of the stack is there still: of one whose deletion failed before, a part may be gone. */
export async function stackParts(
  cloudFormation: CloudFormationClient,
  StackName: string,
): Promise<readonly StackPart[]> {
  const parts: StackPart[] = [];
  for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName })) {
    for (const part of page.StackResourceSummaries ?? []) {
      const { LogicalResourceId: logicalId = '', ResourceType: type = '', PhysicalResourceId: id } = part;
      if (id !== undefined && id !== '' && part.ResourceStatus !== 'DELETE_COMPLETE') {
        parts.push({ logicalId, type, id });
      }
    }
  }
  return parts;
}

/** The ids of the parts of a type. */
export const idsOf = (parts: readonly StackPart[], type: string): readonly string[] =>
  parts.filter((part) => part.type === type).map(({ id }) => id);
