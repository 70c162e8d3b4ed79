// `npm run package`: the deployable stack in .serverless, without credentials.
import { packageIn } from './package-stack.ts';
import { OslsError, PROJECT } from './run-osls.ts';

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} KB`;

try {
  const { functions } = await packageIn(PROJECT);
  const sizes = functions.map(
    ({ name, zipped, unzipped }) => `${name} ${kilobytes(unzipped)} (${kilobytes(zipped)} zipped)`,
  );
  console.log(`Packaged .serverless/cloudformation-template-update-stack.json with ${sizes.join(' and ')}.`);
} catch (error) {
  if (!(error instanceof OslsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
