/** The name of the error that a call ends with, or `answered`. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (error as Error).name,
  );
}
