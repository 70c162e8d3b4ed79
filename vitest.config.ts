import { defineConfig } from 'vitest/config';

/** Tests that measure seconds, or make the bundle of the command line anew: nothing else runs beside them. */
const ALONE = ['test/e2e/{cli,heal,notifications,plan,release,sweep}.test.ts'];

const onLocalAws = { testTimeout: 90_000, hookTimeout: 240_000 };

/** `check` runs the fast project in about a minute; the others start the local AWS, each file its own. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/{unit,cases,property,architecture}/**/*.test.ts'] } },
      {
        test: {
          name: 'local-aws',
          include: ['test/{integration,e2e}/**/*.test.ts'],
          exclude: ALONE,
          ...onLocalAws,
          maxWorkers: 2,
        },
      },
      { test: { name: 'alone', include: ALONE, ...onLocalAws, fileParallelism: false } },
    ],
  },
});
