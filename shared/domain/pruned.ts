import type { UnusedDevice } from './unused-devices.ts';

/** What became of one device; `not-there`: it is gone, or somebody has it now. `why` is the name of the error. */
export type Pruned =
  | { readonly device: UnusedDevice; readonly kind: 'deleted' | 'not-there' }
  | { readonly device: UnusedDevice; readonly kind: 'failed'; readonly why: string };

/**
 * What a sweep did about virtual devices that nobody has. `not-done`: nothing was deleted, since what their age rests on
 * could not be read: `history` in full, or the `devices` once more.
 */
export type Pruning =
  | { readonly kind: 'done'; readonly pruned: readonly Pruned[] }
  | { readonly kind: 'not-done'; readonly unread: 'history' }
  | { readonly kind: 'not-done'; readonly unread: 'devices'; readonly why: string };

export const deletedIn = (pruning: Pruning | undefined): readonly UnusedDevice[] =>
  pruning?.kind === 'done' ? pruning.pruned.flatMap((one) => (one.kind === 'deleted' ? [one.device] : [])) : [];

/** Whether there is anything to tell of it: what was deleted, and what could not be. */
export const isPruningNews = (pruning: Pruning | undefined): boolean =>
  pruning?.kind === 'not-done' || (pruning?.pruned.some(({ kind }) => kind !== 'not-there') ?? false);
