import type { Scope } from '../../shared/domain/rules.ts';
import type { ConnectionOptions } from '../connection-options.ts';

export type ReleaseOptions = ConnectionOptions & {
  readonly json: boolean;
  readonly user?: string;
  readonly all: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly concurrency: number;
  readonly evidence?: string;
  readonly stack: string;
  /** These three stand for the stack: all of them or none. */
  readonly guardArn?: string;
  readonly roleArn?: string;
  readonly mode?: 'observe' | 'enforce';
  /** Beside those three; of a deployed stack it is read. */
  readonly scope: Scope;
  readonly exemptionsTable?: string;
};
