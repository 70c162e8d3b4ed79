import type { Outcome } from './outcome.ts';

/** What was done about the guard being tampered with. */
export type Restoration =
  /** The user was evaluated again; the outcome says whether the guard is back. */
  | { readonly kind: 'evaluated'; readonly outcome: Outcome }
  /** The guard is taken off again and again: it is put back then, not at once. */
  | { readonly kind: 'put-off'; readonly until: Date; readonly times: number }
  /** The default version says something else than this release: the one that says it is the default again. */
  | { readonly kind: 'set-back'; readonly versionId: string }
  /** The same in `observe`, where nothing is changed. */
  | { readonly kind: 'would-set-back'; readonly versionId: string }
  /** No version says what this release ships: only a deployment can put it back. */
  | { readonly kind: 'no-good-version' }
  | { readonly kind: 'policy-missing' }
  /** The default version says what this release ships, as after an upgrade. */
  | { readonly kind: 'as-shipped' };
