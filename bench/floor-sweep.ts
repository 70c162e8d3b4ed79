// The floor lane: the bulk reads that tell who is suspect and what is wrong, live reads of the suspects, attach, 8 at
// once. No lease, no findings, no message, no bad user: what the product needs more than this is the price of them.
import { setTimeout } from 'node:timers/promises';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AttachUserPolicyCommand,
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListMFADevicesCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListVirtualMFADevices,
} from '@aws-sdk/client-iam';
import { printResultOf } from './lane-result.ts';

const AT_ONCE = 8;
/** CloudTrail answers two lookups a second: the same wait as the product's. */
const BETWEEN_LOOKUPS_MS = 550;
const WATCHED = ['CreateLoginProfile', 'DeactivateMFADevice', 'UpdateUser'];

const iam = new IAMClient({});
const cloudTrail = new CloudTrailClient({});
const PolicyArn = process.env['GUARD_ARN'] ?? '';

async function readReport() {
  await iam.send(new GenerateCredentialReportCommand({}));
  const { Content, GeneratedTime = new Date() } = await iam.send(new GetCredentialReportCommand({}));
  const [header = '', ...lines] = new TextDecoder().decode(Content).split('\n');
  const [password, mfa] = ['password_enabled', 'mfa_active'].map((column) => header.split(',').indexOf(column));
  const rows = lines.map((line) => line.split(','));
  const isOpen = (row: readonly string[]) => row[password ?? -1] === 'true' && row[mfa ?? -1] === 'false';
  return { generatedAt: GeneratedTime, open: new Map(rows.map((row) => [row[1] ?? '', isOpen(row)])) };
}

async function readUsers() {
  const users: { readonly name: string; readonly arn: string; readonly guarded: boolean }[] = [];
  const Filter: ('User' | 'Group' | 'LocalManagedPolicy' | 'AWSManagedPolicy')[] = [
    'User',
    'Group',
    'LocalManagedPolicy',
    'AWSManagedPolicy',
  ];
  const pages = paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 1_000 }, { Filter });
  for await (const { UserDetailList = [] } of pages) {
    for (const { UserName: name = '', Arn: arn = '', AttachedManagedPolicies = [] } of UserDetailList)
      users.push({ name, arn, guarded: AttachedManagedPolicies.some((attached) => attached.PolicyArn === PolicyArn) });
  }
  return users;
}

async function readDevices() {
  let devices = 0;
  for await (const { VirtualMFADevices = [] } of paginateListVirtualMFADevices({ client: iam, pageSize: 1_000 }, {})) {
    devices += VirtualMFADevices.length;
  }
  return devices;
}

async function readChanged(StartTime: Date) {
  const changed = new Set<string>();
  for (const [at, AttributeValue] of WATCHED.entries()) {
    if (at > 0) await setTimeout(BETWEEN_LOOKUPS_MS);
    const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue } as const];
    const { Events = [] } = await cloudTrail.send(new LookupEventsCommand({ LookupAttributes, StartTime }));
    for (const { Resources = [] } of Events) for (const { ResourceName = '' } of Resources) changed.add(ResourceName);
  }
  return changed;
}

async function guardIfOpen(UserName: string) {
  const [password, { MFADevices = [] }] = await Promise.all([
    iam.send(new GetLoginProfileCommand({ UserName })).catch(() => undefined),
    iam.send(new ListMFADevicesCommand({ UserName })),
  ]);
  if (password === undefined || MFADevices.length > 0) return;
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
}

await printResultOf(async () => {
  const [{ open, generatedAt }, users] = await Promise.all([
    readReport(),
    readUsers(),
    readDevices(),
    iam.send(new GetAccountSummaryCommand({})),
  ]);
  const changed = await readChanged(new Date(generatedAt.getTime() - 15 * 60_000));
  const suspects = users.filter(({ name, arn, guarded }) => !guarded && ((open.get(arn) ?? true) || changed.has(name)));
  const left = suspects.values();
  const worker = async () => {
    for (const { name } of left) await guardIfOpen(name);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
});
