import { readFileSync } from 'node:fs';

/**
 * Each client of the SDK imports its whole package.json for its version alone: 2 KB a client, in every function.
 * Loaded by serverless-esbuild, hence JavaScript and a default export.
 */
export default [
  {
    name: 'slim-bundle',
    setup(build) {
      build.onLoad({ filter: /@aws-sdk\/client-[\w-]+\/package\.json$/ }, ({ path }) => {
        const { version } = JSON.parse(readFileSync(path, 'utf8'));
        return { contents: JSON.stringify({ version }), loader: 'json' };
      });
    },
  },
];
