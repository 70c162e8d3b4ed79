import type { UserRef } from './user-ref.ts';

/** Who did it and from where, as CloudTrail recorded it. Text from outside: escape it where it is shown. */
export type Actor = {
  /** userIdentity.type, such as `IAMUser`, `AssumedRole`, `Root`. */
  readonly type: string;
  readonly arn: string | undefined;
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
  | (OfUser & { readonly kind: 'device-removed'; readonly serial: string })
  | (OfUser & { readonly kind: 'device-added'; readonly serial: string })
  | (OfUser & { readonly kind: 'user-renamed'; readonly formerName: string })
  | (OfUser & { readonly kind: 'user-signed-in-without-mfa' });

/** What happened to the root user of the account, whom no API can give a device. */
export type RootEvent =
  | (Happened & { readonly kind: 'root-signed-in-without-mfa' })
  | (Happened & { readonly kind: 'root-password-set' })
  | (Happened & { readonly kind: 'root-device-removed'; readonly serial: string | undefined });

/** An event that nothing follows from, and why. */
export type Irrelevant = { readonly kind: 'irrelevant'; readonly why: string };

export type MfaEvent = UserEvent | RootEvent | Irrelevant;

export function isUserEvent(event: MfaEvent): event is UserEvent {
  return 'user' in event;
}

export function isRootEvent(event: MfaEvent): event is RootEvent {
  return event.kind !== 'irrelevant' && !isUserEvent(event);
}
