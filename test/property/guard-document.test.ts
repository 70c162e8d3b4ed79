import { proveGuard } from './prove-guard.ts';

proveGuard('guard');
