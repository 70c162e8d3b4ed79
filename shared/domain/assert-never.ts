/** The default branch of an exhaustive switch: a case that the types exclude reached it. */
export function assertNever(impossible: never): never {
  throw new TypeError(`A case that cannot be: ${JSON.stringify(impossible)}`);
}
