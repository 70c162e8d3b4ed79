/**
 * Text from outside, made fit to be shown on one line: whatever is not printable (line breaks, control and
 * direction-changing characters) is written as its code point, and what is too long is cut with a sign.
 */
export function visible(text: string, most = 300): string {
  const shown = text.replace(/[^\P{C} ]|[\u2028\u2029]/gu, (character) => `\\u{${codePoint(character)}}`);
  return shown.length <= most ? shown : `${shown.slice(0, most)}… (${shown.length - most} characters more)`;
}

const codePoint = (character: string) => (character.codePointAt(0) ?? 0).toString(16);

/** An SNS subject: printable ASCII, under 100 characters. {@link https://docs.aws.amazon.com/sns/latest/api/API_Publish.html} */
export function toSubject(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 99);
}
