/** So many items at a time, in order, and never an empty chunk: what is said in one message is said of somebody. */
export function chunks<Item>(items: readonly Item[], size: number): readonly (readonly [Item, ...Item[]])[] {
  const [first, ...rest] = items.slice(0, size);
  return first === undefined ? [] : [[first, ...rest], ...chunks(items.slice(size), size)];
}
