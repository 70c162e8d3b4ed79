import type { Wave } from '../../shared/domain/wave.ts';
import type { Waves } from '../../shared/workflow/wave-ports.ts';
import type { inMemoryIam } from './in-memory-iam.ts';

/** A wave over an account in memory, and who was ever in it. */
export function inMemoryWaves(iam: ReturnType<typeof inMemoryIam>, wave: Wave) {
  let ids: ReadonlySet<string> = new Set();
  let reachable = true;
  let traitsReadable = true;
  let writes = 0;
  const reach = () => (reachable ? Promise.resolve() : Promise.reject(new Error('the table is out of reach')));
  const waves: Waves = {
    wave,
    traitsOf: ({ userName }) => {
      iam.calls.push('GetUser');
      const user = iam.all().find(({ name }) => name === userName);
      const { path, groups, tags } = user ?? {};
      return Promise.resolve(
        traitsReadable
          ? { userId: user?.userId, path, groups, tags }
          : { userId: user?.userId, path: undefined, groups: undefined, tags: undefined },
      );
    },
    remembered: async () => {
      await reach();
      iam.calls.push('GetItem');
      return ids;
    },
    remember: async (all) => {
      await reach();
      writes += 1;
      ids = all;
    },
  };
  return {
    waves,
    remembered: () => ids,
    writes: () => writes,
    losesMemory: () => {
      reachable = false;
    },
    losesTraits: () => {
      traitsReadable = false;
    },
  };
}
