import { describe, expect, test } from 'vitest';
import { isAddress, ownerLabel, ownerOf, type Owner, type OwnerRules } from '../../shared/domain/owner.ts';

const RULES: OwnerRules = { tagKeys: ['owner', 'Owner', 'email', 'Email'], domain: undefined };
const address = (text: string, from: string): Owner => ({ kind: 'address', address: text, from });

describe('by the tags of the user', () => {
  test('an address in a tag is the owner', () => {
    expect(ownerOf('build', { owner: ' jane.doe@example.com ' }, RULES)).toEqual(
      address('jane.doe@example.com', 'tag "owner"'),
    );
  });

  test('of several keys the first of the rules wins, however the tags are ordered', () => {
    const tags = { email: 'john.roe@example.com', owner: 'jane.doe@example.com' };

    expect(ownerOf('build', tags, RULES)).toEqual(address('jane.doe@example.com', 'tag "owner"'));
    expect(ownerOf('build', tags, { ...RULES, tagKeys: ['email', 'owner'] })).toEqual(
      address('john.roe@example.com', 'tag "email"'),
    );
  });

  test('an address goes before a mere name, though its key comes later', () => {
    const tags = { owner: 'platform', email: 'platform@example.com' };

    expect(ownerOf('build', tags, RULES)).toEqual(address('platform@example.com', 'tag "email"'));
  });

  test('a name without any address is said as it is, and nobody is guessed from it', () => {
    const rules = { ...RULES, domain: 'example.com' };

    expect(ownerOf('jane.doe', { owner: 'platform team' }, rules)).toEqual({
      kind: 'name',
      name: 'platform team',
      from: 'tag "owner"',
    });
  });

  test('a key counts in whatever case the user has it, as IAM has it', () => {
    expect(ownerOf('build', { OWNER: 'jane.doe@example.com' }, RULES)).toEqual(
      address('jane.doe@example.com', 'tag "OWNER"'),
    );
  });

  test('two cases of one key that disagree are not clear', () => {
    const tags = { owner: 'jane.doe@example.com', Owner: 'john.roe@example.com' };

    expect(ownerOf('build', tags, RULES)).toEqual({
      kind: 'ambiguous',
      values: ['jane.doe@example.com', 'john.roe@example.com'],
      from: 'tag "owner"',
    });
  });

  test('two cases of one key that agree are one owner, and one that is empty says nothing', () => {
    const both = { owner: 'jane.doe@example.com', Owner: 'jane.doe@example.com' };

    expect(ownerOf('build', both, RULES)).toEqual(address('jane.doe@example.com', 'tag "owner"'));
    expect(ownerOf('build', { ...both, owner: ' ' }, RULES)).toEqual(address('jane.doe@example.com', 'tag "Owner"'));
  });

  test.each([
    'jane.doe@example.com john.roe@example.com',
    'jane.doe@example.com,john.roe@example.com',
    'jane.doe@example.com; john.roe@example.com',
    'jane.doe@example.com / john.roe@example.com',
    'jane.doe@example.com:john.roe@example.com',
  ])('two addresses in one tag (%s) are not clear', (owner) => {
    expect(ownerOf('build', { owner }, RULES)).toEqual({
      kind: 'ambiguous',
      values: ['jane.doe@example.com', 'john.roe@example.com'],
      from: 'tag "owner"',
    });
  });

  test('an unclear tag is not passed over for a clear one behind it', () => {
    const tags = { owner: 'jane.doe@example.com john.roe@example.com', email: 'mary.major@example.com' };

    expect(ownerOf('build', tags, RULES)).toMatchObject({ kind: 'ambiguous' });
  });

  test('one address among other words is a name: nothing is cut out of it', () => {
    expect(ownerOf('build', { owner: 'ask jane.doe@example.com' }, RULES)).toMatchObject({ kind: 'name' });
  });

  test('the same address twice in one tag is not two', () => {
    const owner = 'jane.doe@example.com jane.doe@example.com';

    expect(ownerOf('build', { owner }, RULES)).toEqual({ kind: 'name', name: owner, from: 'tag "owner"' });
  });

  test('256 odd characters are a name, whole', () => {
    const owner = '\u202e<!here> &@=+-_:/.'.padEnd(256, 'é@');

    expect(ownerOf('build', { owner }, RULES)).toEqual({ kind: 'name', name: owner, from: 'tag "owner"' });
  });

  test.each(['constructor', 'toString', '__proto__'])('a key %s that no tag has says nothing', (key) => {
    expect(ownerOf('build', {}, { tagKeys: [key], domain: undefined })).toEqual({ kind: 'none' });
  });
});

describe('by the name of the user', () => {
  test('a name that is an address is the owner', () => {
    expect(ownerOf('jane.doe@example.com', {}, RULES)).toEqual(address('jane.doe@example.com', 'user name'));
  });

  test('a domain makes an address of any other name', () => {
    expect(ownerOf('jane.doe', {}, { ...RULES, domain: 'example.com' })).toEqual(
      address('jane.doe@example.com', 'user name and example.com'),
    );
  });

  test('a domain is not put behind what is an address already', () => {
    expect(ownerOf('jane.doe@example.org', {}, { ...RULES, domain: 'example.com' })).toMatchObject({
      address: 'jane.doe@example.org',
    });
  });

  test.each(['jane..doe', '.jane', 'jane@doe', 'jane,doe', 'j'.repeat(64 + 1)])(
    'a name that no address can begin with (%s) names nobody',
    (name) => {
      expect(ownerOf(name, {}, { ...RULES, domain: 'example.com' })).toEqual({ kind: 'none' });
    },
  );

  test('without tag, address and domain nobody is named', () => {
    expect(ownerOf('jane.doe', { team: 'platform' }, RULES)).toEqual({ kind: 'none' });
  });
});

describe('an address', () => {
  test.each([
    'jane.doe@example.com',
    "o'jane+aws@mail.example.co.uk",
    'j@xn--bcher-kva.example.com',
    'jane@example.xn--p1ai',
  ])('%s is one', (text) => {
    expect(isAddress(text)).toBe(true);
  });

  test.each([
    '',
    'jane.doe',
    '@example.com',
    'jane.doe@',
    'jane.doe@example',
    'jane.doe@example..com',
    'jane.doe@-example.com',
    'jane doe@example.com',
    'jane.doe@example.com\nBcc: john.roe@example.com',
    'jane.doe@example.com\n',
    '<jane.doe@example.com>',
    'Jane <jane.doe@example.com>',
    '"jane doe"@example.com',
    'jänе@example.com',
    `jane@${'a'.repeat(64)}.com`,
    `jane@${'aaaaaaaaa.'.repeat(25)}com`,
  ])('%j is none', (text) => {
    expect(isAddress(text)).toBe(false);
  });
});

test('an owner who is not clear has no label to group or filter by', () => {
  expect(ownerLabel({ kind: 'ambiguous', values: ['a', 'b'], from: 'tag "owner"' })).toBeUndefined();
  expect(ownerLabel({ kind: 'none' })).toBeUndefined();
  expect(ownerLabel({ kind: 'name', name: 'platform', from: 'tag "owner"' })).toBe('platform');
  expect(ownerLabel(address('jane.doe@example.com', 'user name'))).toBe('jane.doe@example.com');
});
