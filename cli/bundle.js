// Makes the command line one file: dist/mfa-enforcer.mjs. Runs by itself after `npm ci` and before `npm pack`.
// JavaScript, since `prepare` runs under whichever Node is there, and Node 20 reads no TypeScript.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = join(fileURLToPath(import.meta.url), '../..');

// `npm ci --omit=dev` runs `prepare` too, and there is no esbuild then: nothing to do, and no fault.
const esbuild = await import('esbuild').catch(() => undefined);
if (esbuild !== undefined) {
  rmSync(join(project, 'dist'), { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    metafile: true,
    absWorkingDir: project,
    entryPoints: ['cli/main.ts'],
    outfile: 'dist/mfa-enforcer.mjs',
    bundle: true,
    minify: true,
    // Error names are told to people, and the classes' names with them.
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    legalComments: 'none',
    banner: {
      // CommonJS packages inside the bundle call `require` for Node's own modules.
      js: [
        '#!/usr/bin/env node',
        "import { createRequire as createRequireOfBundle } from 'node:module';",
        'const require = createRequireOfBundle(import.meta.url);',
      ].join('\n'),
    },
  });
  writeFileSync(join(project, 'dist/third-party-licences.txt'), licencesOf(Object.keys(metafile.inputs)));
}

/** The licences of what is in the bundle ask to go with it. */
function licencesOf(inputs) {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  const packagesOf = new Map();
  for (const folder of new Set(folders)) {
    const { name, version, license } = JSON.parse(readFileSync(join(project, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(project, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(project, folder, file), 'utf8').trim();
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const texts = [...packagesOf].map(([text, packages]) => `${packages.sort().join('\n')}\n\n${text}\n`);
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
