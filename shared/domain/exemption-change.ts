import type { Exemption } from './exemption.ts';

/** An item as it was before or after: none, or one that is no exemption, and so frees nobody. */
export type StoredExemption = Exemption | 'unreadable' | undefined;

/**
 * What happened to an item of the table, as its stream tells: what, not who did it. `id` is the stream's own id of the
 * change.
 */
export type ExemptionChange = {
  readonly id: string;
  readonly at: Date;
  readonly userId: string;
  readonly before: StoredExemption;
  readonly after: StoredExemption;
};

/** A change, and the number by which Lambda is told to go on from there. */
export type NumberedChange = { readonly change: ExemptionChange; readonly sequenceNumber: string };

/** In one word. */
export function changeKind({ before, after }: ExemptionChange): 'added' | 'changed' | 'removed' | 'unreadable' {
  if (after === 'unreadable') return 'unreadable';
  if (after === undefined) return 'removed';
  return before === undefined ? 'added' : 'changed';
}
