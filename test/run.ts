// `npm test`: all that `npm run check` does, then the tests on the local AWS, end to end.
import { finish, runChecks } from './checks.ts';
import { runTests, sum } from './steps.ts';

finish(sum([await runChecks(), await runTests('local-aws'), await runTests('alone')]));
