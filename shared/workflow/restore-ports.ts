import type { Fights, GuardPolicyPort, Services } from './ports.ts';

export type RestoreServices = Omit<Services, 'details'> & {
  readonly guardPolicy: GuardPolicyPort;
  readonly fights: Fights;
  /** Whether some users wait for their first guard. */
  readonly waved: boolean;
  /** Role ARNs whose calls are our own: what restores and what releases. */
  readonly ownRoles: readonly string[];
};

/** How the event came: at first, with a way to have it brought again later, or because that time has come. */
export type Coming = { readonly kind: 'first' | 'due'; readonly later: (seconds: number) => Promise<void> };
