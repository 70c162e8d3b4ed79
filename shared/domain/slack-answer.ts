/** What became of a post. `why` is a sentence and never holds the webhook, which is a secret. */
export type SlackAnswer =
  | { readonly kind: 'posted' }
  /** Slack asks for a pause (429). */
  | { readonly kind: 'slow-down'; readonly seconds: number; readonly why: string }
  /** An outage, of Slack or of the way there: it ends by itself. */
  | { readonly kind: 'unreachable'; readonly why: string }
  /** No webhook that can be used: a human has to put it right. */
  | { readonly kind: 'no-webhook'; readonly why: string }
  /** This one message, by Slack's own word (`error`): no later attempt would change it. */
  | { readonly kind: 'refused'; readonly error: string; readonly why: string };
