import type { Scope } from '../shared/domain/suspects.ts';

export type ConnectionOptions = { readonly profile?: string; readonly region?: string };

export type AuditOptions = ConnectionOptions & {
  readonly json: boolean;
  readonly deep: boolean;
  readonly guardArn?: string;
};

export type SweepOptions = ConnectionOptions & {
  readonly json: boolean;
  readonly guardArn: string;
  readonly concurrency: number;
  readonly maxNewGuards: number;
  readonly scope: Scope;
};

/** What the command line asked for. `done`: it was answered already, by a help text or a sentence. */
export type Choice =
  | { readonly command: 'audit'; readonly options: AuditOptions }
  | { readonly command: 'sweep'; readonly options: SweepOptions }
  | { readonly command: 'done'; readonly exitCode: 0 | 64 };
