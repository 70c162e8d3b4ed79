/** What `policy` was asked for. */
export type PolicyOptions = {
  readonly kind: 'guard' | 'scp';
  readonly account?: string;
  readonly partition: string;
  readonly stack: string;
  readonly deployer: readonly string[];
  readonly releaseRole?: string;
  readonly json: boolean;
};
