/** Milliseconds that are left; work is not begun once they are few. */
export type Remaining = () => number;

/** With less than this (milliseconds) left nothing new is begun: what runs has to end and to be told. */
export const TOO_LATE_MS = 30_000;

/** What was done, in the order in which it ended, and what was not begun in time. */
export type InTime<Item, Done> = { readonly done: readonly Done[]; readonly left: readonly Item[] };

/** Works on the items, so many at once, as long as there is time. `work` must not throw. */
export async function inTime<Item, Done>(
  items: readonly Item[],
  atOnce: number,
  remaining: Remaining,
  work: (item: Item) => Promise<Done>,
): Promise<InTime<Item, Done>> {
  const done: Done[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && remaining() >= TOO_LATE_MS) {
      const [item] = items.slice(next, next + 1);
      next += 1;
      if (item !== undefined) done.push(await work(item));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { done, left: items.slice(next) };
}
