import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAddress, ownerOf } from '../../shared/domain/owner.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 256 });
const anAddress = fc.constantFrom('jane.doe@example.com', 'john.roe@example.com', 'mary.major@example.com');
const aKey = fc.constantFrom('owner', 'Owner', 'OWNER', 'email', 'team', 'constructor', '__proto__');
const tags = fc.dictionary(fc.oneof(aKey, anyText), fc.oneof(anAddress, anyText), { maxKeys: 8 });
const rules = fc.record({
  tagKeys: fc.uniqueArray(fc.oneof(aKey, anyText), { maxLength: 6 }),
  domain: fc.option(fc.constantFrom('example.com', 'not a domain'), { nil: undefined }),
});
const names = fc.oneof(fc.constantFrom('jane.doe', 'jane.doe@example.com'), anyText);

test('whatever name, tags and rules are, there is one answer, and an address in it is one', () => {
  fc.assert(
    fc.property(names, tags, rules, (name, all, by) => {
      const owner = ownerOf(name, all, by);
      if (owner.kind === 'address') expect(isAddress(owner.address)).toBe(true);
      if (owner.kind === 'ambiguous') expect(new Set(owner.values).size).toBeGreaterThan(1);
    }),
  );
});

test('an address is never made up: it is a tag or the name of the user, whole', () => {
  fc.assert(
    fc.property(names, tags, rules, (name, all, by) => {
      const owner = ownerOf(name, all, by);
      if (owner.kind !== 'address') return;
      const said = [...Object.values(all).map((value) => value.trim()), name, `${name}@${by.domain ?? ''}`];
      expect(said).toContain(owner.address);
    }),
  );
});

test('tags that the rules do not name change nothing', () => {
  fc.assert(
    fc.property(names, tags, rules, (name, all, by) => {
      const keys = new Set(by.tagKeys.map((key) => key.toLowerCase()));
      const named = Object.fromEntries(Object.entries(all).filter(([key]) => keys.has(key.toLowerCase())));
      expect(ownerOf(name, named, by)).toEqual(ownerOf(name, all, by));
    }),
  );
});

test('an address has neither a line break nor a space nor a bracket, and one at sign', () => {
  const nearly = fc
    .tuple(anAddress, fc.nat(25), fc.oneof(anyText, fc.constantFrom('\n', '\r\n', ' ', '<', '>', '@', '"', ',')))
    .map(([one, at, odd]) => one.slice(0, at) + odd + one.slice(at));
  fc.assert(
    fc.property(fc.oneof(nearly, anyText), (text) => {
      if (isAddress(text)) expect(text).toMatch(/^[^\s<>"(),:;@[\]\\]+@[^\s<>"(),:;@[\]\\]+$/);
    }),
  );
});
