/**
 * Whether a pattern of a policy covers a text: `*` is any number of characters, `?` is one. Case does not matter in the
 * names of actions; of resources it does, and there a match too many is a doubt that counts.
 * By two pointers and one step back, since a pattern is written by whoever may write policies: no regular expression
 * that could take for ever.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html}
 */
export function covers(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let from = 0;
  let star = -1;
  let restart = 0;
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = at;
      restart = from;
      at += 1;
    } else if (wanted[at] === '?' || wanted[at] === given[from]) {
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
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}
