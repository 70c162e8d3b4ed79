/** The account that is watched. `partition` is `aws`, `aws-cn` or `aws-us-gov`: read from an ARN, never assumed. */
export type Account = {
  readonly id: string;
  readonly partition: string;
  /** What people call it, such as its alias. */
  readonly name?: string;
};
