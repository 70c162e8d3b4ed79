import { withChannels } from '../local/demo/with-channels.ts';
import { startStack } from '../local/stack.ts';
import { bundleFloor } from './bundle-floor.ts';
import { type CallCount, countCalls } from './count-calls.ts';
import { deployFloor } from './deploy-floor.ts';
import { type ColdImport, importCold } from './import-cold.ts';
import { describeMachine, loadNow, type Machine } from './machine.ts';
import { packageFloor, packageProduct } from './package-sizes.ts';
import { type LaneResult, raceLanes } from './race-lanes.ts';
import { eventTracer } from './trace-event.ts';

/** All that one run measured; times in milliseconds, sizes in bytes. */
export type Measured = {
  readonly machine: Machine;
  readonly load: { readonly before: number; readonly after: number };
  readonly calls: readonly CallCount[];
  readonly packages: readonly { readonly name: string; readonly unzipped: number; readonly zipped: number }[];
  readonly coldImports: readonly ColdImport[];
  readonly warm: readonly LaneResult[];
};

export async function measure(events: number, say: (text: string) => void): Promise<Measured> {
  const before = loadNow();
  say('packaging the stack, and bundling the floor with the same options');
  const product = await packageProduct();
  const floor = packageFloor(await bundleFloor());
  const packages = [...product, floor];
  say('importing each handler in fresh processes');
  const coldImports = await importCold(packages);
  const { calls, warm } = await measureOnLocalAws(events, floor.zip, say);
  return {
    machine: describeMachine(),
    load: { before, after: loadNow() },
    calls,
    packages: packages.map(({ name, unzipped, zipped }) => ({ name, unzipped, zipped })),
    coldImports,
    warm,
  };
}

async function measureOnLocalAws(events: number, floorZip: Buffer, say: (text: string) => void) {
  say('starting the local AWS and deploying the stack and the floor to it');
  const stack = await startStack({ ...withChannels, params: { ...withChannels.params, MessagesAMinute: '99999' } });
  try {
    const floorName = await deployFloor(stack, floorZip);
    // What the benchmark arranges is to trigger nothing: it delivers each event itself.
    await stack.aws.doors.trail(false);
    const trace = eventTracer(stack);
    const product = { name: 'product', functionName: stack.outputs.EvaluateUserFunction } as const;
    const floor = { name: 'floor', functionName: floorName } as const;
    // The race first: what runs before it would warm up one lane alone.
    const warm = await raceLanes(stack, trace, [product, floor], { events, say });
    return { warm, calls: await countCalls(stack, trace, say) };
  } finally {
    await stack.stop();
  }
}
