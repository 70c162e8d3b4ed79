/** What Lambda tells of an invocation. */
export type Invocation = {
  /** The same in every attempt of the same event. */
  readonly id: string;
  /** Milliseconds until Lambda ends it. */
  readonly remaining: () => number;
};
