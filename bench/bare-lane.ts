// A process that does nothing: what any Node takes before it has loaded anything of a sweep.
import { printResultOf } from './lane-result.ts';

await printResultOf(() => Promise.resolve());
