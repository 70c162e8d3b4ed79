import type { Account } from '../account.ts';
import { type Evidence, known, map, notKnown } from '../findings/evidence.ts';
import type { FindingContext } from '../findings/finding-context.ts';
import { isPrivileged } from '../findings/privileged.ts';
import { unlistedIn } from '../findings/survey.ts';
import { factsOf, type UserFacts } from '../findings/user-facts.ts';
import type { Inventory, ServiceCredentials } from '../inventory.ts';
import type { AttachedGuard, Unknown } from '../posture.ts';
import { type Obstacle, obstaclesIn } from './obstacles.ts';

/** An access key as the report numbers it, 1 or 2. */
export type SnapshotKey = {
  readonly number: number;
  readonly active: boolean;
  readonly lastUsed?: Date | undefined;
  readonly service?: string | undefined;
  readonly region?: string | undefined;
};

/** What a plan needs of one user. */
export type SnapshotUser = {
  readonly userName: string;
  /** The unique id; empty where it is not known. */
  readonly userId: string;
  readonly arn: string;
  /** What a wave goes by, beside the path; undefined where the account details do not have the user. */
  readonly groups?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly hasPassword: Evidence;
  readonly hasNoDevice: Evidence;
  readonly isGuarded: Evidence;
  readonly guards: Evidence<readonly AttachedGuard[]>;
  readonly isAdministrator: Evidence;
  readonly attachedPolicies: Evidence<number>;
  readonly keys: Evidence<readonly SnapshotKey[]>;
  readonly certificates: Evidence<number>;
  /** Names of the services for which the user has credentials of their own. */
  readonly serviceCredentials: Evidence<readonly string[]>;
  /** The next sign-in has to change the password. */
  readonly mustChangePassword: Evidence;
  readonly obstacles: Evidence<readonly Obstacle[]>;
};

/** An account at a moment, as far as a plan needs it: an audit writes it down, so that a plan can be made without AWS. */
export type Snapshot = {
  readonly account: Account;
  readonly guardArn: string;
  readonly takenAt: Date;
  /** Managed policies that a user may carry. */
  readonly policiesPerUser: number;
  /** Why there may be users who are not in it; undefined: all are. */
  readonly unlisted?: string | undefined;
  readonly users: readonly SnapshotUser[];
};

/** What AWS allows unless the quota was raised. {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html} */
const USUAL_POLICIES = 10;

/** By user name: who was asked for. */
export type CredentialsRead = ReadonlyMap<string, ServiceCredentials | Unknown>;

export function snapshotOf(inventory: Inventory, context: FindingContext, credentials: CredentialsRead): Snapshot {
  const obstacles = obstaclesIn(inventory.details, context.account, context.guardArn);
  const { summary } = inventory;
  return {
    account: context.account,
    guardArn: context.guardArn,
    takenAt: context.now,
    policiesPerUser: (summary.kind === 'summary' ? summary.policiesPerUser : undefined) ?? USUAL_POLICIES,
    unlisted: unlistedIn(inventory)?.why,
    users: factsOf(inventory, context).map((user) => ({
      userName: user.userName,
      userId: user.details?.userId ?? '',
      arn: user.arn,
      groups: user.details?.groups,
      tags: user.details?.tags,
      hasPassword: user.hasPassword,
      hasNoDevice: user.hasNoDevice,
      isGuarded: user.isGuarded,
      guards: user.guards,
      isAdministrator: isPrivileged(user),
      attachedPolicies: map(user.rights, () => user.details?.attachedPolicies.length ?? 0),
      keys: map(user.keys, (keys) => keys.map(toKey)),
      certificates: certificatesOf(user),
      serviceCredentials: credentialsOf(credentials.get(user.userName)),
      mustChangePassword: passwordChangeOf(user, context.now),
      obstacles: obstacles(user.details),
    })),
  };
}

const toKey = (
  { active, lastUsed, lastService, lastRegion }: NonNullable<UserFacts['row']>['accessKeys'][number],
  at: number,
) => ({
  number: at + 1,
  active,
  lastUsed,
  service: lastService,
  region: lastRegion,
});

function certificatesOf({ row, keys }: UserFacts): Evidence<number> {
  if (keys.kind === 'not-known') return keys;
  return row?.certificates === undefined ? notKnown('user', 'NotInReport') : known(row.certificates);
}

function credentialsOf(read: ServiceCredentials | Unknown | undefined): Evidence<readonly string[]> {
  if (read === undefined) return notKnown('user', 'NotAsked');
  return read.kind === 'unknown' ? notKnown('user', read.why) : known(read.services);
}

/** Only the login profile tells of a change that an administrator asked for; the report tells of one that is due by age. */
function passwordChangeOf({ posture, row, hasPassword }: UserFacts, now: Date): Evidence {
  if (hasPassword.kind === 'not-known' || !hasPassword.value) return hasPassword;
  if (row?.passwordExpires !== undefined && row.passwordExpires <= now) return known(true);
  const required = posture?.console.kind === 'password' ? posture.console.resetRequired : undefined;
  return required === undefined ? notKnown('user', 'NotAsked') : known(required);
}
