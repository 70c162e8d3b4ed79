import type * as v from 'valibot';

import { channelShapes as shapes } from './channel-door-shapes.ts';
import type { MailOutcome, SlackAnswer } from './channel-door-shapes.ts';
import { shapes as common } from './door-shapes.ts';

/** Asks a door, and reads what it answers. */
export type Ask = <S extends v.GenericSchema>(
  schema: S,
  method: string,
  door: string,
  body?: unknown,
) => Promise<v.InferOutput<S>>;

/** The doors to where notifications end up. */
export function channelDoors(at: Ask) {
  return {
    /** The messages that Slack took at `${endpoint}/_slack/services/…`, oldest first. */
    slack: async () => (await at(shapes.posts, 'GET', 'slack')).posts,
    /** Every request to a webhook, those that Slack refused included. */
    slackTries: async () => (await at(shapes.tries, 'GET', 'slack-tries')).tries,
    /** Slack's next answers, one after the other, in place of those asked for before; none clears them. */
    slackAnswers: (...answers: readonly SlackAnswer[]) => at(common.nothing, 'POST', 'slack', answers),
    /** Forgets messages, requests and answers. */
    clearSlack: () => at(common.nothing, 'DELETE', 'slack'),
    /** Makes the subscription of an endpoint pending, confirmed, or deleted as after a bounce or an unsubscription. */
    subscription: (topic: string, endpoint: string, state: 'confirmed' | 'pending' | 'deleted') =>
      at(common.nothing, 'POST', 'subscription', { topic, endpoint, state }),
    /** What PutEvents put onto a bus, by the bus's name, oldest first. */
    busEvents: async (bus: string) => (await at(shapes.busEvents, 'POST', 'bus-events', { bus })).events,
    /** The mails that SES accepted, oldest first. */
    sesMails: async () => (await at(shapes.mails, 'GET', 'ses-mails')).mails,
    clearSesMails: () => at(common.nothing, 'DELETE', 'ses-mails'),
    /** Whether SES sends to verified identities only; at first it sends to anybody. */
    sesSandbox: (on: boolean) => at(shapes.sandbox, 'POST', 'ses-sandbox', { on }),
    /** Lets a mail bounce, by its place in `sesMails`; answers the ARNs of the destinations that were told. */
    bounce: async (mail: number, kind: MailOutcome) =>
      (await at(shapes.told, 'POST', 'ses-bounce', { mail, kind })).told,
  };
}
