import { type Fight, foughtOn } from '../../shared/domain/fight.ts';
import { guardDocument } from '../../shared/domain/guard-document.ts';
import type { TamperEvent } from '../../shared/domain/mfa-event.ts';
import { restoreGuard } from '../../shared/workflow/restore-guard.ts';
import type { Fights, GuardVersion } from '../../shared/workflow/ports.ts';
import type { RestoreServices } from '../../shared/workflow/restore-ports.ts';
import { anAccount } from './an-account.ts';

export const SHIPPED = JSON.stringify(guardDocument('aws'));
export const HARMLESS =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}';
export const OWN_ROLE = 'arn:aws:iam::111111111111:role/aws-mfa-enforcer-prod-RestoreGuardRole-EXAMPLE0002';

/** An account whose guard is tampered with: the policy's versions, the fights, and what was put off. */
export function restoring({ mode = 'enforce' }: { mode?: 'observe' | 'enforce' } = {}) {
  const account = anAccount({ mode });
  const { clock } = account;
  const putOff: { readonly happened: TamperEvent; readonly at: Date }[] = [];
  const fights = new Map<string, Fight>();
  let versions: GuardVersion[] | 'missing' = [{ id: 'v1', isDefault: true, document: SHIPPED }];
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
    ownRoles: [OWN_ROLE],
    guardPolicy: {
      versions: () =>
        Promise.resolve(shown !== undefined && clock.now().getTime() < shown.until ? shown.versions : versions),
      setDefault: (id) => {
        if (mode === 'observe') return Promise.resolve('would-set');
        if (versions === 'missing' || versions.every((one) => one.id !== id)) throw new Error(`no version ${id}`);
        versions = versions.map((one) => ({ ...one, isDefault: one.id === id }));
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
    has: (all: GuardVersion[] | 'missing', { seenAfterMs = 0 } = {}) => {
      shown = { versions, until: clock.now().getTime() + seenAfterMs };
      versions = all;
    },
    defaultVersion: () => (versions === 'missing' ? undefined : versions.find(({ isDefault }) => isDefault)?.id),
    losesQueue: () => {
      queueIsThere = false;
    },
  };
}
