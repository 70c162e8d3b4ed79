// `npm run bench:sweep`: what a daily sweep costs in calls, seconds and memory, beside a floor that only guards. Goals
// are printed as met or missed and change no exit code; 1 means that the benchmark itself failed, 2 that it was asked
// for something else.
import { judgeSweeps } from './judge-sweeps.ts';
import { measureSweeps } from './measure-sweeps.ts';
import { OptionsError } from './options.ts';
import { OTHER_TOOLS } from './other-tools.ts';
import { renderSweeps } from './render-sweeps.ts';
import { readSweepOptions } from './sweep-options.ts';

/** Progress goes to stderr, so that the results alone can be kept. */
const say = (text: string) => process.stderr.write(`… ${text}\n`);

try {
  const { users, json } = readSweepOptions(process.argv.slice(2));
  const measured = await measureSweeps(users, say);
  const goals = judgeSweeps(measured);
  const document = { ...measured, goals, takenFromAnEarlierMeasurement: OTHER_TOOLS };
  process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `\n${renderSweeps(measured, goals)}`);
} catch (error) {
  const wrongOptions = error instanceof OptionsError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(wrongOptions ? `${message}.\n` : `The benchmark failed: ${message}\n`);
  process.exitCode = wrongOptions ? 2 : 1;
}
