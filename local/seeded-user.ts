/** A user as `seed` makes it; policies by ARN, groups by name. */
export type SeededUser = {
  readonly name: string;
  readonly path?: string;
  readonly password?: boolean;
  readonly devices?: readonly ('virtual' | 'passkey' | 'hardware')[];
  readonly groups?: readonly string[];
  readonly policies?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly accessKeys?: readonly SeededKey[];
};

/** An access key, active and never used unless it says otherwise; `s3` in us-east-1 is what it was used for. */
export type SeededKey = {
  readonly active?: boolean;
  readonly usedDaysAgo?: number;
  readonly service?: string;
  readonly region?: string;
};
