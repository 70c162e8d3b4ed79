import * as v from 'valibot';

/** The name under which requests speak of the root user. No IAM user can have it: it contains spaces. */
export const ROOT_USER_NAME = 'AWS ROOT USER';

/** What CloudTrail writes instead of a name that nobody has, since it may be a password typed into the wrong field. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

export const Text = v.pipe(v.string(), v.nonEmpty());

/** {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html} */
export const UserName = v.pipe(v.string(), v.regex(/^[\w+=,.@-]{1,64}$/));

/** The name of who acted; unlike the names in requests it may be hidden. */
export const CallerName = v.pipe(UserName, v.notValue(HIDDEN));

/** A time in UTC that the calendar has: `Date` takes 31 February for 3 March. */
export const UtcTime = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
  v.check((text) => isReal(text)),
  v.transform((text) => new Date(text)),
);

/** A text, or undefined for whatever else stands there: what is only shown need not be right. */
export const MaybeText = v.fallback(v.optional(v.string()), undefined);

/** A JSON object with these entries: valibot's own `object` would take an array too. */
export const section = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.unknown(),
    v.check((input) => !Array.isArray(input)),
    v.object(entries),
  );

function isReal(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
}
