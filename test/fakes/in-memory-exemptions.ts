import type { Exemption } from '../../shared/domain/exemption.ts';
import type { Exempting } from '../../cli/exempt/connect-exemptions.ts';
import type { Exemptions } from '../../shared/workflow/ports.ts';

/** The exemptions of an account in memory: the table, its copy, and whose id is whose. */
export function inMemoryExemptions(userIds: (userName: string) => string | undefined) {
  let table: readonly Exemption[] = [];
  let copy: readonly Exemption[] | undefined;
  let reachable = true;
  let reads = 0;
  const exemptions: Exemptions = {
    read: () => {
      reads += 1;
      if (reachable) return Promise.resolve({ kind: 'live', all: table });
      return Promise.resolve(copy === undefined ? { kind: 'none', all: [] } : { kind: 'copy', all: copy });
    },
    userIdOf: ({ userName }) => Promise.resolve(userIds(userName)),
  };
  return {
    exemptions,
    reads: () => reads,
    keepsCopy: (all: readonly Exemption[]) => {
      copy = all;
    },
    exempts: (...some: readonly Exemption[]) => {
      table = [...table, ...some];
    },
    losesExemptions: () => {
      reachable = false;
    },
  };
}

/** An exemption of a hundred days, from the start of the simulated clock on. */
export const anExemption = (userId: string, of: Partial<Exemption> = {}): Exemption => ({
  userId,
  userName: 'jane.doe',
  reason: 'The hardware token is on its way',
  approver: 'arn:aws:sts::111111111111:assumed-role/security/security.admin',
  createdAt: new Date('2026-11-24T00:00:00Z'),
  expiresAt: new Date('2027-03-04T00:00:00Z'),
  breakGlass: false,
  ...of,
});

/** The table as the command line sees it, with the rules of its conditional writes. */
export function inMemoryTableOfExemptions(userIds: (userName: string) => string | undefined) {
  const items = new Map<string, Exemption>();
  const exempting: Exempting = {
    output: (stack) => Promise.resolve(stack === 'aws-mfa-enforcer-prod' ? 'exemptions' : undefined),
    user: (userName) => {
      const userId = userIds(userName);
      const arn = `arn:aws:iam::111111111111:user/${userName}`;
      return Promise.resolve(userId === undefined ? undefined : { userId, userName, arn });
    },
    table: () => ({
      all: () => Promise.resolve({ all: [...items.values()], unreadable: [] }),
      add: (exemption, now) => {
        const before = items.get(exemption.userId);
        if (before !== undefined && before.expiresAt > now) return Promise.resolve(false);
        items.set(exemption.userId, exemption);
        return Promise.resolve(true);
      },
      replace: (exemption, known) => {
        if (items.get(exemption.userId)?.createdAt.getTime() !== known.createdAt.getTime())
          return Promise.resolve(false);
        items.set(exemption.userId, exemption);
        return Promise.resolve(true);
      },
      remove: (userId) => {
        items.delete(userId);
        return Promise.resolve();
      },
    }),
  };
  return { exempting, items };
}
