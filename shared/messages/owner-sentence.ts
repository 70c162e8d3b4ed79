import { assertNever } from '../domain/assert-never.ts';
import type { Owner } from '../domain/owner.ts';
import { visible } from './visible.ts';

/** Whose user it is, and what told so. */
export function ownerSentence(owner: Owner): string {
  switch (owner.kind) {
    case 'address':
      return `Owner: ${visible(owner.address)} (${visible(owner.from)})`;
    case 'name':
      return `Owner: ${visible(owner.name)} (${visible(owner.from)}), which is no e-mail address`;
    case 'ambiguous':
      return `Owner: NOT CLEAR, the ${visible(owner.from)} names more than one: ${owner.values.map((value) => visible(value, 100)).join(', ')}`;
    case 'none':
      return 'Owner: not known (neither a tag nor the name of the user tells)';
    default:
      return assertNever(owner);
  }
}
