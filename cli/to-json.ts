/** The version of the documents' shape: a field more leaves it, anything else raises it. docs/cli.md tells the shape. */
export const SCHEMA_VERSION = 1;

/**
 * One JSON document. What a terminal would not show or would obey (control and direction-changing characters) is
 * written as JSON's own escape: the same value for whoever parses it.
 */
export function toJson(document: object): string {
  const text = JSON.stringify(document, undefined, 2).replace(/[^\P{C}\n]|[\u2028\u2029]/gu, escaped);
  return `${text}\n`;
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
