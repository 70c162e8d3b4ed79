import * as v from 'valibot';

const KIB = 1024;

/** What a lane's process says of itself: seconds of the work without loading it, peak resident memory of all of it. */
export const laneResult = v.object({
  seconds: v.number(),
  peakBytes: v.number(),
  /** Name of what the work threw, as Lambda would see it. */
  error: v.optional(v.string()),
});

export type LaneResult = v.InferOutput<typeof laneResult>;

/** Does the work and prints, as the last line, how long it took and what memory this process had at most. */
export async function printResultOf(work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  const error = await work().then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof Error ? thrown.name : String(thrown)),
  );
  const seconds = (performance.now() - from) / 1000;
  const peakBytes = process.resourceUsage().maxRSS * KIB;
  const result: LaneResult = { seconds, peakBytes, ...(error === undefined ? {} : { error }) };
  process.stdout.write(`\n${JSON.stringify(result)}\n`);
}
