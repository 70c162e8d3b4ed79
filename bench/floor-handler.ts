// The floor lane: the least that still guards a user. No parsing, no freshness, no errors of its own, no message: what
// the product takes longer than this is the price of all of them.
import {
  AttachUserPolicyCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListMFADevicesCommand,
} from '@aws-sdk/client-iam';

type PasswordCreated = { readonly detail: { readonly requestParameters: { readonly userName: string } } };

const iam = new IAMClient({});
const PolicyArn = process.env['GUARD_ARN'];

export async function handler(event: PasswordCreated): Promise<string> {
  const UserName = event.detail.requestParameters.userName;
  const [{ LoginProfile }, { MFADevices = [] }, { AttachedPolicies = [] }] = await Promise.all([
    iam.send(new GetLoginProfileCommand({ UserName })),
    iam.send(new ListMFADevicesCommand({ UserName })),
    iam.send(new ListAttachedUserPoliciesCommand({ UserName })),
  ]);
  const open = LoginProfile !== undefined && MFADevices.length === 0;
  if (!open || AttachedPolicies.some((attached) => attached.PolicyArn === PolicyArn)) return 'as it is';
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  return 'attached';
}
