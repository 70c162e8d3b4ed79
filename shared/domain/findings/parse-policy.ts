import type { PolicyText } from '../inventory.ts';

/** A JSON object, as a policy document and its statements are. */
export type PolicyElement = Readonly<Record<string, unknown>>;

/** The document, or undefined for what is none. */
export function parsePolicy(text: PolicyText): PolicyElement | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isElement(document) ? document : undefined;
  } catch {
    return undefined; // Not JSON: the caller decides what doubt means.
  }
}

/** The statements, one or several; undefined where they are none. */
export function statementsOf(document: PolicyElement): readonly PolicyElement[] | undefined {
  const statements = asList(document['Statement']);
  return statements.length > 0 && statements.every(isElement) ? statements : undefined;
}

/** Strings of an element that may be one string or a list; undefined where it is neither. */
export function stringsOf(value: unknown): readonly string[] | undefined {
  const values = asList(value);
  return values.length > 0 && values.every((one) => typeof one === 'string') ? values : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function isElement(value: unknown): value is PolicyElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
