import type { LocalAws } from '../../../local/start.ts';

/** The first value that is not undefined, asked for again and again, for ten seconds at most. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error('it did not come to that within ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until no function has anything queued or running; retries that wait for their time may remain. */
export async function functionsAtRest(aws: LocalAws): Promise<void> {
  await eventually(async () => {
    const deliveries = await aws.doors.deliveries();
    return deliveries.every(({ queued, running }) => queued === 0 && running === 0) || undefined;
  });
}
