/**
 * Whether a pattern is of the whole text: `*` is any number of characters, `?` is one, and case matters.
 * By two pointers and one step back, since a pattern is written by whoever may write policies: no regular expression
 * that could take for ever.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let restart = 0;
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at;
      restart = from;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      restart += 1;
      at = star + 1;
      from = restart;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/**
 * Whether a pattern of a policy covers a text. Case does not matter in the names of actions; of resources it does, and
 * there a match too many is a doubt that counts.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html}
 */
export const covers = (pattern: string, text: string): boolean =>
  matchesWildcard(pattern.toLowerCase(), text.toLowerCase());

/**
 * Whether a pattern covers any text that begins so: for names whose ends nobody knows. A place in the pattern is kept as
 * long as it may be where the beginning ends; all else is for the unknown rest.
 */
export function mayCover(pattern: string, beginning: string): boolean {
  const wanted = pattern.toLowerCase();
  let places = afterStars(wanted, [0]);
  for (const letter of beginning.toLowerCase()) {
    const next = [...places].flatMap((at) => {
      if (wanted[at] === '*') return [at];
      return wanted[at] === '?' || wanted[at] === letter ? [at + 1] : [];
    });
    places = afterStars(wanted, next);
    if (places.size === 0) return false;
  }
  return true;
}

/** A star may cover nothing. */
function afterStars(wanted: string, places: readonly number[]): ReadonlySet<number> {
  const all = new Set<number>();
  for (let at of places) {
    all.add(at);
    while (wanted[at] === '*') {
      at += 1;
      all.add(at);
    }
  }
  return all;
}
