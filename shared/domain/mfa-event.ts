import type { GuardKind } from './guard-name.ts';
import type { UserRef } from './user-ref.ts';

/** Who did it and from where, as CloudTrail recorded it. Text from outside: escape it where it is shown. */
export type Actor = {
  /** userIdentity.type, such as `IAMUser`, `AssumedRole`, `Root`. */
  readonly type: string;
  readonly arn: string | undefined;
  /** ARN of the role whose session it was; absent where it was none. */
  readonly sessionIssuer?: string;
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
};

type Happened = {
  readonly accountId: string;
  readonly actor: Actor;
  readonly at: Date;
  /** CloudTrail's eventID: the same in every delivery of the same event. */
  readonly eventId: string;
};

type OfUser = Happened & { readonly user: UserRef };

/** What happened to an IAM user, parsed. */
export type UserEvent =
  | (OfUser & { readonly kind: 'password-set' })
  | (OfUser & { readonly kind: 'password-removed' })
  | (OfUser & { readonly kind: 'device-removed'; readonly serial: string })
  | (OfUser & { readonly kind: 'device-added'; readonly serial: string })
  | (OfUser & { readonly kind: 'user-renamed'; readonly formerName: string })
  | (OfUser & { readonly kind: 'user-signed-in-without-mfa' });

/** What happened to the root user of the account, whom no API can give a device. */
export type RootEvent =
  | (Happened & { readonly kind: 'root-signed-in-without-mfa' })
  | (Happened & { readonly kind: 'root-password-set' })
  | (Happened & { readonly kind: 'root-device-removed'; readonly serial: string | undefined });

/** Somebody touched what a guard consists of: the attachment, the policy's text, or the boundary beside it. */
export type TamperEvent =
  | (OfUser & {
      /** Or an inline policy of the guard's name was written, which is as good as taken off until it was looked at. */
      readonly kind: 'guard-detached';
      readonly call: DetachCall;
      /** `inline`: which guard it was does not stand in the policy's name. */
      readonly guard: GuardKind | 'inline';
    })
  | (OfUser & { readonly kind: 'boundary-changed'; readonly call: BoundaryCall })
  | (Happened & {
      readonly kind: 'guard-policy-changed';
      readonly call: PolicyCall;
      /** Whose policy it is. */
      readonly guard: GuardKind;
      /** The version that the call made the default one, if it did. */
      readonly madeDefault: string | undefined;
    });

export type DetachCall = 'DetachUserPolicy' | InlineCall;

export type InlineCall = 'DeleteUserPolicy' | 'PutUserPolicy';

export type BoundaryCall = 'PutUserPermissionsBoundary' | 'DeleteUserPermissionsBoundary';

export type PolicyCall = 'CreatePolicyVersion' | 'SetDefaultPolicyVersion' | 'DeletePolicyVersion' | 'DeletePolicy';

/** Somebody changed what the service consists of: a rule, a function, a role, a topic, the trail, the stack. */
export type MachineEvent = Happened & {
  readonly kind: 'machine-changed';
  /** CloudTrail's eventSource, such as `lambda.amazonaws.com`. */
  readonly service: string;
  readonly call: string;
  /** The name of what was changed, as the call gave it; undefined where it names none. */
  readonly resource: string | undefined;
};

/** Something else than our own function acted in the name of the function's role. */
export type OwnRoleEvent = Happened & {
  readonly kind: 'own-role-used';
  /** CloudTrail's eventSource. */
  readonly service: string;
  readonly call: string;
  /** What the call names, if it names anything. */
  readonly resource: string | undefined;
  /** The name of the role. */
  readonly role: string;
  /** The error code of a call that failed; undefined: it succeeded. */
  readonly refused: string | undefined;
};

/** An event that nothing follows from, and why. */
export type Irrelevant = { readonly kind: 'irrelevant'; readonly why: string };

export type MfaEvent = UserEvent | RootEvent | TamperEvent | MachineEvent | Irrelevant;

export function isUserEvent(event: MfaEvent): event is UserEvent {
  return 'user' in event && !isTamperEvent(event);
}

export function isRootEvent(event: MfaEvent): event is RootEvent {
  const isOther = event.kind === 'irrelevant' || event.kind === 'machine-changed';
  return !isOther && !isUserEvent(event) && !isTamperEvent(event);
}

export function isTamperEvent(event: MfaEvent): event is TamperEvent {
  return event.kind === 'guard-detached' || event.kind === 'boundary-changed' || event.kind === 'guard-policy-changed';
}
