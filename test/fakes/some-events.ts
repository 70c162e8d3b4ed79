import type { GuardKind } from '../../shared/domain/guard-name.ts';
import type {
  InlineCall,
  MachineEvent,
  OwnRoleEvent,
  PolicyCall,
  RootEvent,
  TamperEvent,
  UserEvent,
} from '../../shared/domain/mfa-event.ts';

const ACCOUNT_ID = '111111111111';

const ACTOR = {
  type: 'IAMUser',
  arn: `arn:aws:iam::${ACCOUNT_ID}:user/admin`,
  sourceAddress: '192.0.2.10',
  userAgent: 'aws-cli/2.31.0',
} as const;

type When = { at: Date; eventId?: string };

const happened = ({ at, eventId = 'e-1' }: When) => ({ accountId: ACCOUNT_ID, actor: ACTOR, at, eventId });
const user = (userName: string) => ({ user: { accountId: ACCOUNT_ID, userName } });

export const passwordSet = (name: string, when: When): UserEvent => ({
  kind: 'password-set',
  ...happened(when),
  ...user(name),
});

export const passwordRemoved = (name: string, when: When): UserEvent => ({
  kind: 'password-removed',
  ...happened(when),
  ...user(name),
});

export const deviceRemoved = (name: string, serial: string, when: When): UserEvent => ({
  kind: 'device-removed',
  serial,
  ...happened(when),
  ...user(name),
});

export const deviceAdded = (name: string, serial: string, when: When): UserEvent => ({
  kind: 'device-added',
  serial,
  ...happened(when),
  ...user(name),
});

export const renamed = (formerName: string, name: string, when: When): UserEvent => ({
  kind: 'user-renamed',
  formerName,
  ...happened(when),
  ...user(name),
});

export const signedInWithoutMfa = (name: string, when: When): UserEvent => ({
  kind: 'user-signed-in-without-mfa',
  ...happened(when),
  ...user(name),
});

export const rootSignedIn = (when: When): RootEvent => ({ kind: 'root-signed-in-without-mfa', ...happened(when) });

export const guardDetached = (name: string, when: When, guard: GuardKind = 'guard'): TamperEvent => ({
  kind: 'guard-detached',
  call: 'DetachUserPolicy',
  guard,
  ...happened(when),
  ...user(name),
});

export const inlineGuardChanged = (call: InlineCall, name: string, when: When): TamperEvent => ({
  kind: 'guard-detached',
  call,
  guard: 'inline',
  ...happened(when),
  ...user(name),
});

export const boundaryPut = (name: string, when: When): TamperEvent => ({
  kind: 'boundary-changed',
  call: 'PutUserPermissionsBoundary',
  ...happened(when),
  ...user(name),
});

export const policyChanged = (
  call: PolicyCall,
  madeDefault: string | undefined,
  when: When,
  guard: GuardKind = 'guard',
): TamperEvent => ({
  kind: 'guard-policy-changed',
  call,
  guard,
  madeDefault,
  ...happened(when),
});

export const machineChanged = (resource: string, when: When): MachineEvent => ({
  kind: 'machine-changed',
  service: 'events.amazonaws.com',
  call: 'DisableRule',
  resource,
  ...happened(when),
});

export const ownRoleUsed = ({ resource, ...when }: When & { resource?: string }): OwnRoleEvent => ({
  kind: 'own-role-used',
  service: 'iam.amazonaws.com',
  call: 'AttachUserPolicy',
  resource,
  role: 'aws-mfa-enforcer-prod-EvaluateUserRole-EXAMPLE0005',
  refused: undefined,
  ...happened(when),
});

export const virtualDevice = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:mfa/${name}`;
