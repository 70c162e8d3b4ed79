/** What a script reads: 64 is EX_USAGE of sysexits.h, so that a typing error is never taken for a finding. */
export const EXIT = {
  clean: 0,
  findings: 1,
  warnings: 1,
  incomplete: 2,
  fuse: 3,
  refused: 3,
  stop: 3,
  usage: 64,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
