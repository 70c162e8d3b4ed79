import type { Calls } from '../aws/count-calls.ts';
import { channelNotices } from '../aws/channel-notices.ts';
import { exemptions } from '../aws/exemptions.ts';
import { holdMessage } from '../aws/hold-message.ts';
import { publishMessage } from '../aws/publish-message.ts';
import { detailsReader } from '../aws/read-details.ts';
import { postureReader } from '../aws/read-posture.ts';
import { stateTable } from '../aws/state-table.ts';
import { waves } from '../aws/waves.ts';
import type { OwnerRules } from '../domain/owner.ts';
import { isEverybody } from '../domain/wave.ts';
import type { Services } from '../workflow/ports.ts';
import { buildClients, type Clients } from './clients.ts';
import { systemClock } from './clock.ts';
import { domainEvents } from './domain-events.ts';
import { enforcerOf } from './enforcer-of.ts';
import { log } from './logger.ts';
import { ownersMail } from './owners-mail.ts';
import { accountOf, type EvaluationSettings, guardsIn, readEvaluationSettings, rulesIn } from './settings.ts';
import { waveIn } from './rollout-settings.ts';

/** What an evaluation needs, built once per cold start, for one account. */
export function evaluationServices(
  settings: EvaluationSettings = readEvaluationSettings(process.env),
  { iam, dynamodb, sns, sqs, calls }: Clients = buildClients(),
): Services & { readonly calls: Calls; readonly ownerRules: OwnerRules } {
  const guards = guardsIn(settings);
  const ownerRules = { tagKeys: settings.OWNER_TAGS, domain: settings.OWNER_DOMAIN };
  const topics = { security: settings.SECURITY_TOPIC_ARN, owners: settings.OWNERS_TOPIC_ARN };
  const store = {
    table: settings.STATE_TABLE,
    queueUrl: settings.HELD_MESSAGES_URL,
    accountId: settings.ACCOUNT_ID,
    messagesAMinute: settings.MESSAGES_A_MINUTE,
  };
  const wave = waveIn(settings);
  const tables = { exemptions: settings.EXEMPTIONS_TABLE, state: settings.STATE_TABLE, accountId: settings.ACCOUNT_ID };
  return {
    account: accountOf(settings),
    ownerRules,
    postures: postureReader(iam, guards, systemClock),
    details: detailsReader(iam, ownerRules),
    enforcer: enforcerOf(settings, iam, systemClock),
    rules: rulesIn(settings),
    ...(isEverybody(wave) ? {} : { waves: waves(iam, dynamodb, store, wave, log) }),
    exemptions: exemptions(iam, dynamodb, tables, log),
    state: stateTable(dynamodb, settings.STATE_TABLE),
    notices: channelNotices({
      publish: publishMessage(sns, topics),
      minimumSeverity: settings.SECURITY_MINIMUM_SEVERITY,
      ...ownersMail(settings, calls),
      ...domainEvents(settings, calls),
      hold: holdMessage(dynamodb, sqs, store, systemClock, log),
    }),
    clock: systemClock,
    log,
    calls,
  };
}
