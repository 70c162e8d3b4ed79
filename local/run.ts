import { parseArgs } from 'node:util';
import { howToTalkToIt, untilInterrupted } from './keep-running.ts';
import { startStack } from './stack.ts';

const { values } = parseArgs({ options: { mode: { type: 'string', default: 'enforce' } } });
if (values.mode !== 'observe' && values.mode !== 'enforce') {
  process.stderr.write(`--mode must be observe or enforce, not ${values.mode}.\n`);
  process.exit(2);
}
process.stdout.write(
  'Starting the local AWS (the first time it is installed into .venv) and deploying the stack to it …\n',
);
const stack = await startStack({ mode: values.mode });
process.stdout.write(howToTalkToIt(stack));
await untilInterrupted();
await stack.stop();
