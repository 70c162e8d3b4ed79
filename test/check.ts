// `npm run check`: format, lint, types, directions, unit, cases and property tests, in under a minute.
import { finish, runChecks } from './checks.ts';

finish(await runChecks());
