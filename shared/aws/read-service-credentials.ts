import { type IAMClient, ListServiceSpecificCredentialsCommand, NoSuchEntityException } from '@aws-sdk/client-iam';
import type { ServiceCredentials } from '../domain/inventory.ts';

/**
 * The services for which a user has active credentials of its own (CodeCommit, Keyspaces, Bedrock). A user who is gone
 * has none. The SDK has no paginator for this list.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html}
 */
export async function readServiceCredentials(iam: IAMClient, userName: string): Promise<ServiceCredentials> {
  const services = new Set<string>();
  try {
    for (let marker: string | undefined, first = true; first || marker !== undefined; first = false) {
      const page = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName: userName, Marker: marker }));
      for (const { ServiceName = 'unknown', Status } of page.ServiceSpecificCredentials ?? []) {
        if (Status !== 'Inactive') services.add(ServiceName);
      }
      marker = page.IsTruncated === true ? page.Marker : undefined;
    }
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
  return { kind: 'service-credentials', services: [...services].sort() };
}
