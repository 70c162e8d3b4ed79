import { setTimeout } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 * @param what Named in the error, such as `the guard of jane.doe`.
 * @param withinMs How long (milliseconds) to go on.
 * @throws Error naming what did not come.
 */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  withinMs = 20_000,
): Promise<Answer> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${withinMs / 1000} s`);
    await setTimeout(10);
  }
}
