/** Where to look for whose user it is. */
export type OwnerRules = {
  /** Keys of the user's tags, the first that names somebody wins. */
  readonly tagKeys: readonly string[];
  /** What makes an address of a user name, such as `example.com`. */
  readonly domain: string | undefined;
};

/** Whose user it is, and what told so. Never guessed: two answers of one rank are `ambiguous`. */
export type Owner =
  | { readonly kind: 'address'; readonly address: string; readonly from: string }
  /** A tag that names somebody without an address, such as a team. */
  | { readonly kind: 'name'; readonly name: string; readonly from: string }
  | { readonly kind: 'ambiguous'; readonly values: readonly string[]; readonly from: string }
  | { readonly kind: 'none' };

export const NO_OWNER: Owner = { kind: 'none' };

/** By the user's tags in the order of the rules, else by the user's name. An address goes before a mere name. */
export function ownerOf(userName: string, tags: Readonly<Record<string, string>>, rules: OwnerRules): Owner {
  const told = rules.tagKeys.flatMap((key) => ownerByTag(key, tags));
  const found = told.find(({ kind }) => kind !== 'name') ?? told[0];
  return found ?? ownerByName(userName, rules);
}

/** One word for it, to group and to filter by; undefined when nobody is named for certain. */
export function ownerLabel(owner: Owner): string | undefined {
  if (owner.kind === 'address') return owner.address;
  return owner.kind === 'name' ? owner.name : undefined;
}

/**
 * IAM keeps a key's case and does not mind it; another source of tags may have both cases, and they may disagree.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html}
 */
function ownerByTag(key: string, tags: Readonly<Record<string, string>>): readonly Owner[] {
  const said = Object.entries(tags).flatMap(([one, text]) => {
    const value = text.trim();
    return one.toLowerCase() === key.toLowerCase() && value !== '' ? [{ from: `tag "${one}"`, value }] : [];
  });
  const [first] = said;
  if (first === undefined) return [];
  const { from, value } = first;
  const values = unique(said.map((one) => one.value));
  if (values.length > 1) return [{ kind: 'ambiguous', values, from }];
  if (isAddress(value)) return [{ kind: 'address', address: value, from }];
  const addresses = unique(value.split(BETWEEN_ADDRESSES).filter(isAddress));
  if (addresses.length > 1) return [{ kind: 'ambiguous', values: addresses, from }];
  return [{ kind: 'name', name: value, from }];
}

function ownerByName(userName: string, { domain }: OwnerRules): Owner {
  if (isAddress(userName)) return { kind: 'address', address: userName, from: 'user name' };
  if (domain === undefined) return NO_OWNER;
  const address = `${userName}@${domain}`;
  return isAddress(address) ? { kind: 'address', address, from: `user name and ${domain}` } : NO_OWNER;
}

/** What mail can be sent to: the unquoted form of RFC 5321, of at most 254 characters. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

/** The last part of a domain is letters, or the ASCII form of what is written in others. */
const ADDRESS =
  /^(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+([a-z]{2,63}|xn--[a-z\d-]{1,59})$/i;

/** A tag's value can have neither comma nor semicolon in IAM, so people write colons and slashes. */
const BETWEEN_ADDRESSES = /[\s,;:/|]+/;

const unique = (values: readonly string[]) => [...new Set(values)];
