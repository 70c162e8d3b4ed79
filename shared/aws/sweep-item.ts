import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Remembered, SweepChanges } from '../workflow/ports.ts';
import { packedExemptions } from './exemptions-copy.ts';
import { pack, unpack } from './packed-lines.ts';

type Item = Record<string, AttributeValue>;

/** What has changed, as the values of an update. */
export function valuesOf({ untold, digest, exemptions, announced }: SweepChanges): Item {
  const known = announced === 'forgotten' ? undefined : announced;
  return {
    ...(untold === undefined ? {} : { ':untold': pack(untold) }),
    ...(exemptions === undefined ? {} : { ':exemptions': packedExemptions(exemptions) }),
    ...(digest === undefined ? {} : { ':findings': pack(digest.findingKeys) }),
    ...(digest?.toldAt === undefined ? {} : { ':toldAt': { N: String(digest.toldAt.getTime()) } }),
    ...(digest?.of === undefined ? {} : { ':of': { S: digest.of } }),
    ...(known === undefined ? {} : { ':announced': { N: String(known.users) } }),
    ...(known === undefined ? {} : { ':announcedFrom': { N: String(known.from.getTime()) } }),
  };
}

/** Attributes of what counts no more. */
export const forgottenIn = ({ announced }: SweepChanges): readonly string[] =>
  announced === 'forgotten' ? ['announced', 'announcedFrom'] : [];

/** Which attribute of the item each value of an update is for. */
export const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  [':untold', 'untold'],
  [':exemptions', 'exemptions'],
  [':findings', 'findings'],
  [':toldAt', 'digestToldAt'],
  [':of', 'digestOf'],
  [':announced', 'announced'],
  [':announcedFrom', 'announcedFrom'],
]);

/** What is remembered, as the item has it. */
export function toRemembered({ untold, findings, digestToldAt, digestOf, announced, announcedFrom }: Item): Remembered {
  const toldAt = digestToldAt?.N === undefined ? undefined : new Date(Number(digestToldAt.N));
  const digest = { findingKeys: unpack(findings), toldAt, of: digestOf?.S };
  if (announced?.N === undefined) return { untold: unpack(untold), digest };
  const from = new Date(Number(announcedFrom?.N ?? 0));
  return { untold: unpack(untold), digest, announced: { users: Number(announced.N), from } };
}
