import type { Calls } from '../aws/count-calls.ts';
import { delayEvent } from '../aws/delay-event.ts';
import { exemptions } from '../aws/exemptions.ts';
import { fightsTable } from '../aws/fights-table.ts';
import { guardVersions } from '../aws/guard-versions.ts';
import { postureReader } from '../aws/read-posture.ts';
import { stateTable } from '../aws/state-table.ts';
import { isEverybody } from '../domain/wave.ts';
import type { RestoreServices } from '../workflow/restore-ports.ts';
import { buildClients, type Clients } from './clients.ts';
import { systemClock } from './clock.ts';
import { enforcerOf } from './enforcer-of.ts';
import { log } from './logger.ts';
import { readRestoreSettings, type RestoreSettings } from './restore-settings.ts';
import { securityNotices } from './security-notices.ts';
import { accountOf, guardsIn, rulesIn } from './settings.ts';
import { waveIn } from './rollout-settings.ts';

type Built = RestoreServices & { readonly delay: ReturnType<typeof delayEvent>; readonly calls: Calls };

/** What putting the guard back needs, built once per cold start. It tells security only. */
export function restoreServices(
  settings: RestoreSettings = readRestoreSettings(process.env),
  { iam, dynamodb, sns, sqs, calls }: Clients = buildClients(),
): Built {
  const { ACCOUNT_ID: accountId, GUARD_ARN: guardArn, STATE_TABLE: state } = settings;
  const guards = guardsIn(settings);
  const enforcer = enforcerOf(settings, iam, systemClock);
  return {
    account: accountOf(settings),
    postures: postureReader(iam, guards, systemClock),
    enforcer,
    rules: rulesIn(settings),
    waved: !isEverybody(waveIn(settings)),
    guardPolicy: guardVersions(iam, guardArn, enforcer),
    exemptions: exemptions(iam, dynamodb, { exemptions: settings.EXEMPTIONS_TABLE, state, accountId }, log),
    fights: fightsTable(dynamodb, state, accountId),
    delay: delayEvent(sqs, settings.DELAYED_RESTORES_URL),
    ownRoles: settings.OWN_ROLES,
    state: stateTable(dynamodb, state),
    notices: securityNotices(settings, sns, calls),
    clock: systemClock,
    log,
    calls,
  };
}
