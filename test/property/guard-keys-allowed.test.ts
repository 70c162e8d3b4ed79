import { proveGuard } from './prove-guard.ts';

proveGuard('keys-allowed');
