import type { GuardKind } from '../../shared/domain/guard-name.ts';

/** What `policy` was asked for. */
export type PolicyOptions = {
  readonly kind: GuardKind | 'scp';
  /** The text of a guard as an inline policy, which is shorter. */
  readonly inline: boolean;
  readonly account?: string;
  readonly partition: string;
  readonly stack: string;
  readonly deployer: readonly string[];
  readonly releaseRole?: string;
  readonly json: boolean;
};
