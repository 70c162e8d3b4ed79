import type { Announced } from '../../shared/domain/announced.ts';
import type { LastDigest } from '../../shared/domain/digest.ts';
import type { Trail } from '../../shared/domain/findings/finding-context.ts';
import { inlineGuardDocument } from '../../shared/domain/guard-document.ts';
import { guardArnOf } from '../../shared/domain/guard-name.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import type { AccountUser, CredentialReport, ReportRow } from '../../shared/domain/inventory.ts';
import type { RuleState, RuleStates } from '../../shared/domain/machine-state.ts';
import type { MfaEvent } from '../../shared/domain/mfa-event.ts';
import type { ReconcileServices, SweepServices } from '../../shared/workflow/ports.ts';
import type { anAccount } from './an-account.ts';

type Account = ReturnType<typeof anAccount>;
type Part = 'report' | 'details' | 'virtualDevices' | 'summary';

const arnOf = (name: string, path = '/') => `arn:aws:iam::111111111111:user${path}${name}`;

/** The bulk reads, the event history and the sweep's memory of an account in memory. */
export function sweeping(account: Account, owners: Readonly<Record<string, string>> = {}) {
  const { iam, clock, services } = account;
  const happened: MfaEvent[] = [];
  const refused = new Set<Part>();
  const unknown = { kind: 'unknown', why: 'AccessDenied' } as const;
  let historyComplete = true;
  let trail: Trail = { kind: 'logging' };
  let rules: RuleStates = { kind: 'rules', byName: new Map(RULES.map(({ name }) => [name, aRule()])) };
  let report: CredentialReport | undefined;
  let lease: { holder: string; until: number } | undefined;
  let untold: readonly string[] = [];
  let digest: LastDigest = { findingKeys: [], toldAt: undefined, of: undefined };
  let announced: Announced | undefined;
  const told = new Map<string, { eventId: string; toldAt: Date }>();

  const generate = (): CredentialReport => ({
    kind: 'report',
    generatedAt: clock.now(),
    rows: iam.all().map((user) => toRow(user, clock.now())),
  });
  const part = <Value>(name: Part, value: () => Value) => Promise.resolve(refused.has(name) ? unknown : value());

  const all: SweepServices & ReconcileServices = {
    ...services,
    guardArn: iam.guardArn,
    ownerRules: { tagKeys: ['owner'], domain: undefined },
    inventory: {
      report: () => part('report', () => (report ??= generate())),
      details: () =>
        part('details', () => ({
          kind: 'details' as const,
          users: iam.all().map((user) => toUser(user, iam.guardArn, owners)),
          groups: [],
          policies: [],
        })),
      virtualDevices: () =>
        part('virtualDevices', () => ({
          kind: 'virtual-devices' as const,
          all: iam
            .all()
            .flatMap(({ name, path, devices }) =>
              devices
                .filter(({ kind }) => kind === 'virtual')
                .map(({ serial, enabledAt }) => ({ serial, userArn: arnOf(name, path), enabledAt })),
            ),
        })),
      summary: () =>
        part('summary', () => ({
          kind: 'summary' as const,
          rootHasMfa: true,
          rootHasPassword: true,
          rootAccessKeys: 0,
        })),
    },
    history: {
      between: (from, until) =>
        Promise.resolve({
          complete: historyComplete,
          events: historyComplete
            ? happened.filter((event) => event.kind === 'irrelevant' || (event.at >= from && event.at <= until))
            : [],
        }),
    },
    pruning: undefined,
    readTrail: () => Promise.resolve(trail),
    expectedRules: RULES,
    readRules: () => Promise.resolve(rules),
    memory: {
      begin: (sweepId, until, now) => {
        const free = lease === undefined || lease.holder === sweepId || lease.until < now.getTime();
        if (!free) return Promise.resolve(undefined);
        lease = { holder: sweepId, until: until.getTime() };
        return Promise.resolve({ untold, digest, announced });
      },
      keepUntold: (names) => {
        untold = names;
        return Promise.resolve();
      },
      end: (sweepId, changed) => {
        if (lease?.holder !== sweepId) return Promise.resolve();
        lease = undefined;
        untold = changed.untold ?? untold;
        digest = changed.digest ?? digest;
        if (changed.announced !== undefined)
          announced = changed.announced === 'forgotten' ? undefined : changed.announced;
        if (changed.exemptions !== undefined) account.keepsCopy(changed.exemptions);
        return Promise.resolve();
      },
      toldAmong: (subjects) => Promise.resolve(new Map([...told].filter(([subject]) => subjects.includes(subject)))),
      markAllTold: (tellings, now) => {
        for (const { subject, eventId } of tellings) told.set(subject, { eventId, toldAt: now });
        return Promise.resolve();
      },
    },
  };
  return {
    services: all,
    happens: (event: MfaEvent) => happened.push(event),
    /** The report shows this moment from now on, for up to four hours. */
    reports: () => {
      report = generate();
    },
    refuses: (name: Part) => refused.add(name),
    losesHistory: () => {
      historyComplete = false;
    },
    stopsTrail: () => {
      trail = { kind: 'missing', why: 'there is no trail' };
    },
    loggingTrail: () => {
      trail = { kind: 'logging' };
    },
    /** One of RULES as it is from now on; undefined: it is gone. */
    hasRule: (name: string, state: RuleState | undefined) => {
      const others = rules.kind === 'rules' ? [...rules.byName].filter(([other]) => other !== name) : [];
      rules = { kind: 'rules', byName: new Map([...others, ...(state === undefined ? [] : [[name, state] as const])]) };
    },
    losesRules: () => {
      rules = unknown;
    },
    untold: () => untold,
    announced: () => announced,
  };
}

const inlineText = ({ kind }: AttachedGuard) =>
  kind === 'edited' ? '{}' : JSON.stringify(inlineGuardDocument('aws', kind));

/** The rules that the stack of the fake has. */
export const RULES = [
  { name: 'UserCredentialsRule', functionName: 'evaluate-user' },
  { name: 'RootSignInRule', functionName: 'evaluate-user' },
] as const;

export const TARGET = 'arn:aws:lambda:us-east-1:111111111111:function:evaluate-user';

/** A rule as deployed, but for what is said. */
export const aRule = (of: Partial<RuleState> = {}): RuleState => ({
  enabled: true,
  targets: [{ arn: TARGET, rewritten: false }],
  ...of,
});

type Stored = ReturnType<Account['iam']['all']>[number];

const toRow = ({ name, path, password, devices, keys }: Stored, now: Date): ReportRow => ({
  userName: name,
  arn: arnOf(name, path),
  isRoot: false,
  passwordEnabled: password !== undefined,
  passwordLastUsed: undefined,
  passwordLastChanged: password,
  mfaActive: devices.length > 0,
  accessKeys: keys.kind === 'in-use' ? [{ active: true, lastUsed: now, lastRotated: now }] : [],
  certificates: 0,
});

const toUser = (
  { name, userId, guards, path, groups, tags }: Stored,
  guardArn: string,
  owners: Readonly<Record<string, string>>,
): AccountUser => ({
  userName: name,
  arn: arnOf(name, path),
  userId,
  createdAt: undefined,
  groups,
  attachedPolicies: guards.flatMap(({ kind, by }) =>
    by === 'managed' && kind !== 'edited' ? [guardArnOf(guardArn, kind)] : [],
  ),
  inlinePolicies: [],
  inlineGuard: guards.filter(({ by }) => by === 'inline').map(inlineText)[0],
  tags: { ...tags, ...(owners[name] === undefined ? {} : { owner: owners[name] }) },
});
