import { type Fight, foughtOn } from '../../shared/domain/fight.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import { GUARD_KINDS, type GuardKind } from '../../shared/domain/guard-name.ts';
import type { TamperEvent } from '../../shared/domain/mfa-event.ts';
import { restoreGuard } from '../../shared/workflow/restore-guard.ts';
import type { Fights, GuardVersion } from '../../shared/workflow/restore-ports.ts';
import type { RestoreServices } from '../../shared/workflow/restore-ports.ts';
import { anAccount } from './an-account.ts';

/** The text of this release of each guard. */
export const shipped = (kind: GuardKind = 'guard') => JSON.stringify(guardDocument('aws', kind));
export const HARMLESS =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}';
export const OWN_ROLE = 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-RestoreGuardRole-EXAMPLE0002';

/** An account whose guard is tampered with: the policy's versions, the fights, and what was put off. */
export function restoring(
  { mode = 'enforce', waved = false }: { mode?: 'observe' | 'enforce'; waved?: boolean } = {},
  account = anAccount({ mode }),
) {
  const { clock } = account;
  const putOff: { readonly happened: TamperEvent; readonly at: Date }[] = [];
  const fights = new Map<string, Fight>();
  const versions = new Map<GuardKind, GuardVersion[] | 'missing'>(
    GUARD_KINDS.map((kind) => [kind, [{ id: 'v1', isDefault: true, document: shipped(kind) }]]),
  );
  const versionsOf = (kind: GuardKind) => versions.get(kind) ?? 'missing';
  let shown: { readonly versions: GuardVersion[] | 'missing'; readonly until: number } | undefined;
  let queueIsThere = true;

  const counting: Fights = {
    count: (userName, eventId, now) => {
      const fight = foughtOn(fights.get(userName), eventId, now);
      fights.set(userName, fight);
      return Promise.resolve(fight);
    },
  };
  const services: RestoreServices = {
    ...account.services,
    fights: counting,
    waved,
    ownRoles: [OWN_ROLE],
    guardPolicy: {
      versions: (kind) =>
        Promise.resolve(shown !== undefined && clock.now().getTime() < shown.until ? shown.versions : versionsOf(kind)),
      setDefault: (kind, id) => {
        if (mode === 'observe') return Promise.resolve('would-set');
        const all = versionsOf(kind);
        if (all === 'missing' || all.every((one) => one.id !== id)) throw new Error(`no version ${id} of ${kind}`);
        versions.set(
          kind,
          all.map((one) => ({ ...one, isDefault: one.id === id })),
        );
        return Promise.resolve('set');
      },
    },
  };

  const handle = (happened: TamperEvent, kind: 'first' | 'due', given = services) => {
    const later = (seconds: number) => {
      if (!queueIsThere) return Promise.reject(new Error('the queue is out of reach'));
      putOff.push({ happened, at: new Date(clock.now().getTime() + seconds * 1000) });
      return Promise.resolve();
    };
    return restoreGuard(happened, { kind, later }, given);
  };

  return {
    account,
    services,
    fights,
    putOff,
    happens: (happened: TamperEvent, given?: RestoreServices) => handle(happened, 'first', given),
    /** Brings what was put off and is due by now, as its queue does. */
    bringDue: async () => {
      const due = putOff.filter(({ at }) => at <= clock.now());
      for (const one of due) {
        putOff.splice(putOff.indexOf(one), 1);
        await handle(one.happened, 'due');
      }
    },
    /** Reads still show what was there before, for so long. */
    has: (
      all: GuardVersion[] | 'missing',
      { seenAfterMs = 0, of = 'guard' }: { seenAfterMs?: number; of?: GuardKind } = {},
    ) => {
      shown = { versions: versionsOf(of), until: clock.now().getTime() + seenAfterMs };
      versions.set(of, all);
    },
    defaultVersion: (of: GuardKind = 'guard') => {
      const all = versionsOf(of);
      return all === 'missing' ? undefined : all.find(({ isDefault }) => isDefault)?.id;
    },
    losesQueue: () => {
      queueIsThere = false;
    },
  };
}
