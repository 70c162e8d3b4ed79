/** Whose user it is, by the user's own tag `owner` in either case. Undefined: nobody said. */
export function ownerIn(tags: Readonly<Record<string, string>>): string | undefined {
  const [, owner] = Object.entries(tags).find(([key]) => key.toLowerCase() === 'owner') ?? [];
  return owner === '' ? undefined : owner;
}
