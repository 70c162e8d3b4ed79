import type { Patch } from '../patch.ts';

const EXEMPTION = 'shared/domain/exemption.ts';

/** Who is spared, and who is not any more. */
export const exempting: readonly Patch[] = [
  {
    name: 'exemptions-never-end',
    why: 'Who was exempt once is exempt until DynamoDB clears the item away, a month after its end.',
    file: EXEMPTION,
    from: 'now.getTime() < expiresAt.getTime() &&',
    to: 'now.getTime() > 0 &&',
    tests: ['cases/decide', 'unit/exemption', 'property/exemptions'],
  },
  {
    name: 'exemptions-as-long-as-one-likes',
    why: 'Whoever writes into the table by hand exempts a user for ever.',
    file: EXEMPTION,
    from: 'lasts <= mostDays(breakGlass) * A_DAY_MS',
    to: 'lasts > 0',
    tests: ['cases/decide', 'unit/exemption', 'property/exemptions'],
  },
  {
    name: 'exempt-by-name',
    why: 'A new user of the same name inherits the exemption.',
    file: EXEMPTION,
    from: 'exemption.userId === userId && isInForce',
    to: 'exemption.userId.length > 0 && userId.length > 0 && isInForce',
    tests: ['unit/exemption', 'unit/exempt-users', 'property/exemptions'],
  },
  {
    name: 'copy-of-exemptions-from-a-failed-read',
    why: 'A sweep that could not read the table keeps nothing as the last good copy, so nobody is exempt.',
    file: 'shared/workflow/run-sweep.ts',
    from: "if (kind === 'live') changed.exemptions = exemptions;",
    to: "changed.exemptions = kind === 'none' ? exemptions : [];",
    tests: ['unit/exempt-users'],
  },
  {
    name: 'users-approve-their-own-exemption',
    why: 'A user exempts himself from the guard.',
    file: 'cli/exempt/approve.ts',
    from: 'if (caller === user.arn) {',
    to: 'if (caller === user.userId) {',
    tests: ['unit/cli-exempt'],
  },
  {
    name: 'changes-of-exemptions-lost',
    why: 'A change that could not be told is passed over, and nobody hears of it.',
    file: 'shared/workflow/tell-exemption-changes.ts',
    from: 'batchItemFailures: [{ itemIdentifier: sequenceNumber }] };',
    to: 'batchItemFailures: sequenceNumber.length > 0 ? [] : [{ itemIdentifier: sequenceNumber }] };',
    tests: ['unit/tell-exemption'],
  },
];
