/** The local AWS cannot be installed or started. The message says why, and what to do next. */
export class LocalAwsError extends Error {
  override readonly name = 'LocalAwsError';
}
