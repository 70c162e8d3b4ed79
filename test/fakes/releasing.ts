import type { Connection } from '../../cli/connect.ts';
import type { DeployedStack } from '../../shared/aws/read-stack.ts';
import type { Exemption } from '../../shared/domain/exemption.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import type { DeviceCreations } from '../../shared/domain/unused-devices.ts';
import type { anAccount } from './an-account.ts';

export const GUARD_ARN = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';
export const ROLE_ARN = 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-ReleaseRole-1';

export type ReleasingOverrides = {
  /** What the stack was deployed with; undefined: there is no stack. */
  readonly stack?: DeployedStack | 'none';
  /** Names of users whom IAM refuses to release. */
  readonly refuses?: readonly string[];
  /** Guards that IAM refuses to take off anybody. */
  readonly refusesGuard?: (guard: AttachedGuard) => boolean;
  readonly creations?: DeviceCreations | (() => DeviceCreations);
  readonly refusesDelete?: readonly string[];
  readonly exemptions?: readonly Exemption[] | Error;
};

export const aStack = (
  mode: 'observe' | 'enforce',
  scope = 'password-without-device',
  more: Readonly<Record<string, string>> = {},
): DeployedStack => ({
  status: 'CREATE_COMPLETE',
  outputs: new Map([
    ['GuardArn', GUARD_ARN],
    ['ReleaseRoleArn', ROLE_ARN],
    ['Mode', mode],
    ['ExemptionsTableName', 'exemptions'],
  ]),
  parameters: new Map(Object.entries({ Scope: scope, ...more })),
});

const denied = () => Promise.reject(Object.assign(new Error('denied'), { name: 'AccessDenied' }));

/** What a release and a prune do, on an account in memory. */
export function releasing(
  { iam }: ReturnType<typeof anAccount>,
  {
    stack = aStack('enforce'),
    refuses = [],
    refusesGuard = () => false,
    creations,
    refusesDelete = [],
    exemptions = [],
  }: ReleasingOverrides = {},
) {
  const nothing: DeviceCreations = { complete: true, createdAt: new Map() };
  const deleted: string[] = [];
  const connection: Pick<Connection, 'stackOf' | 'releasing' | 'deviceCreations' | 'deleteDevice'> = {
    stackOf: () => Promise.resolve(stack === 'none' ? undefined : stack),
    releasing: (_guardArn, roleArn) =>
      Promise.resolve({
        arn: roleArn === 'own' ? 'own' : 'arn:aws:sts::111111111111:assumed-role/ReleaseRole/auditor',
        postures: iam.postures,
        exemptions: () => (exemptions instanceof Error ? Promise.reject(exemptions) : Promise.resolve(exemptions)),
        releaser: {
          carriers: () => {
            iam.calls.push('GetAccountAuthorizationDetails');
            const carriers = iam.all().filter(({ guarded }) => guarded);
            return Promise.resolve(carriers.map(({ name, userId, guards }) => ({ userName: name, userId, guards })));
          },
          detach: async (name, guard) => {
            if (refuses.includes(name) || refusesGuard(guard)) return denied();
            const { kind } = await iam.enforcer.detach({ accountId: '111111111111', userName: name }, guard);
            return kind === 'detached' ? 'released' : 'not-there';
          },
        },
      }),
    deviceCreations: () => Promise.resolve(typeof creations === 'function' ? creations() : (creations ?? nothing)),
    deleteDevice: (serial) => {
      if (refusesDelete.includes(serial)) return denied();
      deleted.push(serial);
      return Promise.resolve('deleted');
    },
  };
  return { connection, deleted };
}
