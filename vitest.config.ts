import { defineConfig } from 'vitest/config';

/** `check` runs the fast projects in under a minute; `integration` and `e2e` start the local AWS. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/{unit,cases,property,architecture}/**/*.test.ts'] } },
      {
        test: {
          name: 'local-aws',
          include: ['test/{integration,e2e}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
