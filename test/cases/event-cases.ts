import { readdirSync, readFileSync } from 'node:fs';

/** One line of `test/cases/events/*.json`. */
export type EventCase = {
  readonly name: string;
  /** The name of a file of `events/`, or an envelope (or what is none) written out. */
  readonly envelope: unknown;
  /** Dotted paths and the values to put there. */
  readonly change?: Readonly<Record<string, unknown>>;
  /** Dotted paths to take away. */
  readonly remove?: readonly string[];
  /** The watched account; 111111111111 unless told. */
  readonly accountId?: string;
  /** What the parser must answer, as far as written, or the field that its error must name. */
  readonly expect: Readonly<Record<string, unknown>>;
};

export const WATCHED_ACCOUNT = '111111111111';

const SAMPLES = new URL('../../events/', import.meta.url);
const CASES = new URL('events/', import.meta.url);

export const sampleNames = readdirSync(SAMPLES)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length));

export const sample = (name: string): unknown => readJson(new URL(`${name}.json`, SAMPLES));

export const eventCases = readdirSync(CASES).flatMap((file) => readJson(new URL(file, CASES)) as EventCase[]);

/** The envelope that a case describes. */
export function envelopeOf({ envelope, change = {}, remove = [] }: EventCase): unknown {
  const whole = typeof envelope === 'string' ? sample(envelope) : structuredClone(envelope);
  for (const [path, value] of Object.entries(change)) at(whole, path, (parent, key) => (parent[key] = value));
  for (const path of remove) at(whole, path, (parent, key) => Reflect.deleteProperty(parent, key));
  return whole;
}

function at(whole: unknown, path: string, act: (parent: Record<string, unknown>, key: string) => void): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  act(
    keys.reduce((parent, key) => parent[key] as Record<string, unknown>, whole as Record<string, unknown>),
    last,
  );
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, 'utf8'));
}
