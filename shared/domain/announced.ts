/** How many users a sweep said would be guarded, and from when on. */
export type Announced = { readonly users: number; readonly from: Date };

/**
 * More users to guard than this, and a sweep guards none. What people were told of beforehand is no surprise, so that
 * number is let through, too, unless whoever asks for the sweep names one.
 */
export const fuseOf = (
  { maxNewGuards, named }: { readonly maxNewGuards: number; readonly named?: true },
  announced: Announced | undefined,
): number => (named === true ? maxNewGuards : Math.max(maxNewGuards, announced?.users ?? 0));

type Ended = { readonly kind: string; readonly unfinished: readonly unknown[]; readonly announced?: Announced };

/**
 * What to remember after a sweep that looked at everybody. It counts until a sweep has guarded whom it had to: one that
 * was stopped, or could not finish, is run again and must not find less let through.
 */
export function announcedAfter(
  { kind, unfinished, announced }: Ended,
  mode: 'observe' | 'enforce',
): Announced | 'forgotten' | undefined {
  if (announced !== undefined) return announced;
  const isDone = kind !== 'fused' && unfinished.length === 0;
  return mode === 'observe' || isDone ? 'forgotten' : undefined;
}

/** Whether people have been told something else, or nothing, of when how many are guarded. */
export const isNews = (now: Announced | undefined, before: Announced | undefined): boolean =>
  now !== undefined && (now.users !== before?.users || now.from.getTime() !== before.from.getTime());
