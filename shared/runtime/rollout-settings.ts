import * as v from 'valibot';
import { parsePatterns, type Pattern, type Wave } from '../domain/wave.ts';

const text = v.string('must be set, to nothing at least');

const moment = v.pipe(
  text,
  v.regex(/^$|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'must be a moment such as 2027-01-11T08:00:00Z, or empty'),
  v.transform((at) => (at === '' ? undefined : new Date(at))),
  v.check((at) => at === undefined || !Number.isNaN(at.getTime()), 'must be a moment that the calendar has'),
);

const patterns = (kinds: readonly Pattern['kind'][]) =>
  v.pipe(
    text,
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = parsePatterns(dataset.value);
      if (parsed?.every(({ kind }) => kinds.includes(kind)) === true) return parsed;
      addIssue({ message: `must be patterns by ${kinds.join(', ')}, with commas between them, or empty` });
      return NEVER;
    }),
  );

/** From when on, and whom first. Not excluded by tag: whoever may tag a user could free somebody. */
export const ROLLOUT = {
  ENFORCE_FROM: moment,
  INCLUDE: patterns(['path', 'group', 'tag']),
  EXCLUDE: patterns(['path', 'group']),
};

type WaveSettings = { readonly INCLUDE: readonly Pattern[]; readonly EXCLUDE: readonly Pattern[] };

/** Whose first guard is put on. */
export const waveIn = ({ INCLUDE, EXCLUDE }: WaveSettings): Wave => ({ include: INCLUDE, exclude: EXCLUDE });
