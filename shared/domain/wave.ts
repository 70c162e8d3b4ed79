import type { AccountUser } from './inventory.ts';
import { matchesWildcard } from './wildcard.ts';

/** Which users: `path:/eng/*`, `group:developers*`, `tag:wave=1*`. `*` stands for any text, `?` for one character. */
export type Pattern =
  | { readonly kind: 'path' | 'group'; readonly glob: string }
  | { readonly kind: 'tag'; readonly key: string; readonly glob: string };

/** Whose first guard is put on. Nothing included means everybody; who is excluded is not in it. */
export type Wave = { readonly include: readonly Pattern[]; readonly exclude: readonly Pattern[] };

/** Nobody waits. */
export const EVERYBODY: Wave = { include: [], exclude: [] };

export const isEverybody = ({ include, exclude }: Wave): boolean => include.length + exclude.length === 0;

/** What a wave goes by. Undefined: it could not be read. */
export type Traits = {
  readonly userId: string | undefined;
  readonly path: string | undefined;
  readonly groups: readonly string[] | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
};

/** `left`: was in it once, and is held to it although path, group or tag say otherwise now. */
export type Standing = 'in' | 'left' | 'outside';

/** With commas between them; empty is none. Undefined: one of them is no pattern. */
export function parsePatterns(text: string): readonly Pattern[] | undefined {
  if (text === '') return [];
  const patterns = text.split(',').map(toPattern);
  return patterns.every((pattern) => pattern !== undefined) ? patterns : undefined;
}

function toPattern(text: string): Pattern | undefined {
  const [, path] = /^path:(\/.*)$/.exec(text) ?? [];
  if (path !== undefined) return { kind: 'path', glob: path };
  const [, group] = /^group:(.+)$/.exec(text) ?? [];
  if (group !== undefined) return { kind: 'group', glob: group };
  const [, key, value] = /^tag:([^=]+)=(.*)$/.exec(text) ?? [];
  return key === undefined || value === undefined ? undefined : { kind: 'tag', key, glob: value };
}

/** As of now. A trait that could not be read delays nobody. */
export const isInWave = ({ include, exclude }: Wave, traits: Traits): boolean =>
  (include.length === 0 || include.some((pattern) => matches(pattern, traits) !== 'no')) &&
  !exclude.some((pattern) => matches(pattern, traits) === 'yes');

/** @param remembered unique ids of all who were ever in it; whose id is not known may be one of them */
export function standingOf(wave: Wave, traits: Traits, remembered: ReadonlySet<string>): Standing {
  if (isInWave(wave, traits) || traits.userId === undefined) return 'in';
  return remembered.has(traits.userId) ? 'left' : 'outside';
}

/** More ids than any account has users, and half of what an item of DynamoDB holds. */
const MOST_IDS = 15_000;

/**
 * Who is in it now is remembered with those before. Who is gone never comes back under the same id, and is forgotten
 * only where the list would grow without end.
 *
 * @returns the very same set where nothing has changed
 */
export function rememberedAfter(
  before: ReadonlySet<string>,
  users: readonly AccountUser[],
  wave: Wave,
): ReadonlySet<string> {
  const now = users.filter((user) => user.userId !== '' && isInWave(wave, traitsIn(user)));
  const fresh = now.map(({ userId }) => userId).filter((id) => !before.has(id));
  if (fresh.length === 0) return before;
  const all = new Set([...before, ...fresh]);
  if (all.size <= MOST_IDS) return all;
  const there = new Set(users.map(({ userId }) => userId));
  return new Set([...all].filter((id) => there.has(id)));
}

/** As a bulk read tells. */
export const traitsIn = ({ userId, arn, groups, tags }: AccountUser): Traits => ({
  userId: userId === '' ? undefined : userId,
  path: pathIn(arn),
  groups,
  tags,
});

/** `/eng/` of `arn:aws:iam::111111111111:user/eng/jane.doe`. */
export const pathIn = (arn: string): string | undefined => /:user(\/(?:.*\/)?)[^/]+$/.exec(arn)?.[1];

type Match = 'yes' | 'no' | 'not-known';

function matches(pattern: Pattern, { path, groups, tags }: Traits): Match {
  switch (pattern.kind) {
    case 'path':
      return any(path === undefined ? undefined : [path], pattern.glob);
    case 'group':
      return any(groups, pattern.glob);
    case 'tag':
      return any(tags && valuesOf(tags, pattern.key), pattern.glob);
  }
}

const valuesOf = (tags: Readonly<Record<string, string>>, key: string) =>
  Object.entries(tags).flatMap(([name, value]) => (name === key ? [value] : []));

function any(texts: readonly string[] | undefined, glob: string): Match {
  if (texts === undefined) return 'not-known';
  return texts.some((text) => matchesWildcard(glob, text)) ? 'yes' : 'no';
}
