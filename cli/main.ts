import { run } from './run.ts';
import { ownTerminal } from './terminal.ts';

// The SDK is part of the bundle: which Node its later releases want does not concern whoever runs this one.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

// Not process.exit: what is still on its way into a pipe would be cut off.
process.exitCode = await run(process.argv.slice(2), ownTerminal());
