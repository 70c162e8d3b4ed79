/**
 * What is known of a fact, in three values. `of` tells whose reading failed: one user's, or a part of the account's, in
 * which case one finding for the account says it for everybody.
 */
export type NotKnown = { readonly kind: 'not-known'; readonly why: string; readonly of: 'user' | 'account' };
export type Evidence<T = boolean> = { readonly kind: 'known'; readonly value: T } | NotKnown;

export const known = <T>(value: T): Evidence<T> => ({ kind: 'known', value });
export const notKnown = (of: NotKnown['of'], why: string): NotKnown => ({ kind: 'not-known', why, of });

export function map<A, B>(evidence: Evidence<A>, change: (value: A) => B): Evidence<B> {
  return evidence.kind === 'known' ? known(change(evidence.value)) : evidence;
}

/** Only what is known to be true. */
export const isSure = (evidence: Evidence): boolean => evidence.kind === 'known' && evidence.value;

/** What is true, or not known: doubt counts. */
export const isPossible = (evidence: Evidence): boolean => evidence.kind === 'not-known' || evidence.value;

/**
 * Kleene's logic: one false is enough, then one unknown is. So a fact that is taken away may turn true into unknown,
 * never into false: no finding vanishes because something could not be read.
 */
export function all(...parts: readonly Evidence[]): Evidence {
  if (parts.some((part) => part.kind === 'known' && !part.value)) return known(false);
  return parts.find(isOfAccount) ?? parts.find(isNotKnown) ?? known(true);
}

export function either(...parts: readonly Evidence[]): Evidence {
  if (parts.some(isSure)) return known(true);
  return parts.find(isOfAccount) ?? parts.find(isNotKnown) ?? known(false);
}

const isNotKnown = (part: Evidence) => part.kind === 'not-known';
const isOfAccount = (part: Evidence) => part.kind === 'not-known' && part.of === 'account';
