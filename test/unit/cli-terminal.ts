import type { Connect } from '../../cli/connect.ts';
import { run } from '../../cli/run.ts';
import type { Terminal } from '../../cli/terminal.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS, guardArnOf } from '../../shared/domain/guard-name.ts';
import type { Trail } from '../../shared/domain/findings/finding-context.ts';
import type { Inventory } from '../../shared/domain/inventory.ts';
import type { EventHistory, InventoryReader } from '../../shared/workflow/ports.ts';
import { inMemoryTableOfExemptions } from '../fakes/in-memory-exemptions.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';
import { releasing, type ReleasingOverrides } from '../fakes/releasing.ts';

export const GUARD = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';

export type Overrides = Partial<Pick<Inventory, 'report' | 'details' | 'virtualDevices' | 'summary' | 'history'>> & {
  trail?: Trail;
  caller?: string;
  releasing?: ReleasingOverrides;
};

/** An account in memory behind the command line; what a test overrides is read as it says. */
export function aCommandLine(account = anAccount(), overrides: Overrides = {}) {
  const { services } = sweeping(account);
  const of = <Part>(part: Part | undefined, read: () => Promise<Part>) =>
    part === undefined ? read() : Promise.resolve(part);
  const inventory: InventoryReader = {
    report: () => of(overrides.report, () => services.inventory.report()),
    virtualDevices: () => of(overrides.virtualDevices, () => services.inventory.virtualDevices()),
    summary: () => of(overrides.summary, () => services.inventory.summary()),
    details: () =>
      of(overrides.details, async () => {
        const details = await services.inventory.details();
        if (details.kind === 'unknown') return details;
        const policies = GUARD_KINDS.map((kind) => ({
          arn: guardArnOf(GUARD, kind),
          defaultVersion: 'v1',
          document: JSON.stringify(guardDocument('aws', kind)),
        }));
        return { ...details, policies };
      }),
  };
  const history: EventHistory = {
    between: (...window) => of(overrides.history, () => services.history.between(...window)),
  };
  const exempting = inMemoryTableOfExemptions(account.iam.userIdOf);
  const { connection, deleted } = releasing(account, overrides.releasing);
  const connect: Connect = () =>
    Promise.resolve({
      account: services.account,
      caller: overrides.caller ?? 'arn:aws:iam::111111111111:user/auditor',
      clock: services.clock,
      inventory,
      history,
      trail: () => Promise.resolve(overrides.trail ?? { kind: 'logging' }),
      postures: () => services.postures,
      devices: async (userName) => {
        const posture = await services.postures.read({ accountId: '111111111111', userName });
        return posture.kind === 'gone' ? 'gone' : posture.devices;
      },
      serviceCredentials: () => Promise.resolve({ kind: 'service-credentials', services: [] }),
      enforcer: () => services.enforcer,
      exempting: exempting.exempting,
      policyExists: () => Promise.resolve(true),
      ...connection,
    });
  return {
    account,
    deleted,
    table: exempting.items,
    run: (args: readonly string[], terminal: Partial<Terminal> = {}) => ran(args, connect, terminal),
  };
}

/** Runs a command; answers what it wrote and its exit code. */
export async function ran(args: readonly string[], connect: Connect, terminal: Partial<Terminal> = {}) {
  const written = { out: '', err: '' };
  const code = await run(
    args,
    {
      environment: {},
      out: (text) => {
        written.out += text;
      },
      err: (text) => {
        written.err += text;
      },
      outIsTerminal: false,
      errIsTerminal: false,
      ask: () => Promise.resolve(undefined),
      append: () => undefined,
      ...terminal,
    },
    connect,
  );
  return { code, ...written };
}
