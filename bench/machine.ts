import { arch, availableParallelism, cpus, loadavg, platform } from 'node:os';

/** What the figures were measured on. */
export type Machine = {
  readonly cores: number;
  readonly processor: string;
  readonly system: string;
  readonly node: string;
};

export const describeMachine = (): Machine => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  system: `${platform()} ${arch()}`,
  node: process.version,
});

/** The average number of processes that wanted a core during the last minute; 0 on Windows. */
export const loadNow = (): number => loadavg()[0] ?? 0;
