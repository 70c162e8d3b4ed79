// `npm run bench`: what one event costs, beside a floor that does the least, in one run. Goals are printed as met or
// missed and change no exit code; 1 means that the benchmark itself failed, 2 that it was asked for something else.
import { judge } from './judge.ts';
import { measure } from './measure.ts';
import { readOptions, OptionsError } from './options.ts';
import { render } from './render.ts';

/** Progress goes to stderr, so that the results alone can be kept. */
const say = (text: string) => process.stderr.write(`… ${text}\n`);

try {
  const { events, json } = readOptions(process.argv.slice(2));
  const measured = await measure(events, say);
  const goals = judge(measured);
  process.stdout.write(json ? `${JSON.stringify({ ...measured, goals }, null, 2)}\n` : `\n${render(measured, goals)}`);
} catch (error) {
  const wrongOptions = error instanceof OptionsError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(wrongOptions ? `${message}.\n` : `The benchmark failed: ${message}\n`);
  process.exitCode = wrongOptions ? 2 : 1;
}
