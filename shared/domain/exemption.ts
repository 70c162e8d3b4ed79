/**
 * A user who is spared for a time, by whom and why. It belongs to the user's unique id: a new user of the same name is
 * another. {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html}
 */
export type Exemption = {
  readonly userId: string;
  /** As the user was called when it was written; to be read by people, never to decide by. */
  readonly userName: string;
  readonly reason: string;
  /** Absent where nobody named one. */
  readonly ticket?: string;
  /** ARN of who approved it, as STS told it. */
  readonly approver: string;
  /** When it was approved, or renewed. */
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** For the user by whom people get in when nothing else works; it has to be looked at more often. */
  readonly breakGlass: boolean;
};

const A_DAY_MS = 86_400_000;

/** An approver's clock may be ahead of ours by so much (milliseconds). */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** The most days from approval to end. */
export const mostDays = (breakGlass: boolean): number => (breakGlass ? 90 : 365);

/**
 * Whether it frees the user now. The table's own expiry is not trusted, which may come days late, nor is an item that
 * somebody wrote without the command line: what is too long, or is not approved yet, frees nobody.
 * {@link https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html}
 */
export function isInForce({ createdAt, expiresAt, breakGlass }: Exemption, now: Date): boolean {
  const lasts = expiresAt.getTime() - createdAt.getTime();
  return (
    createdAt.getTime() <= now.getTime() + CLOCKS_DIFFER_MS &&
    now.getTime() < expiresAt.getTime() &&
    lasts <= mostDays(breakGlass) * A_DAY_MS
  );
}

/** The one of this user that frees now, by the unique id alone. */
export const exemptionOf = (userId: string, exemptions: readonly Exemption[], now: Date): Exemption | undefined =>
  exemptions.find((exemption) => exemption.userId === userId && isInForce(exemption, now));

/** Those that free somebody now, the next to end first. */
export const inForce = (exemptions: readonly Exemption[], now: Date): readonly Exemption[] =>
  exemptions
    .filter((exemption) => isInForce(exemption, now))
    .toSorted((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime());
