import type { Channel } from '../domain/channel.ts';
import type { Message } from '../domain/message.ts';
import { NotToldError } from '../domain/not-told-error.ts';
import type { Notification } from '../domain/notification.ts';
import type { Severity } from '../domain/severity.ts';
import { audiencesOf } from '../messages/audiences.ts';
import { withMailRefused } from '../messages/mail-refused.ts';
import { toMessage } from '../messages/to-message.ts';
import type { Notices } from '../workflow/ports.ts';
import type { PublishMessage } from './publish-message.ts';

/** `refused`: by a rule of the mail service that no retry changes; whoever else is told hears why. */
export type MailAnswer = { readonly kind: 'sent' } | { readonly kind: 'refused'; readonly why: string };

export type SendMail = (message: Message, address: string) => Promise<MailAnswer>;

/** The ways out. One that is not there is not used. */
export type Ways = {
  readonly publish: PublishMessage;
  readonly minimumSeverity: Severity;
  /** A mail of its own to the owner's address. */
  readonly mail?: SendMail;
  /** Domain events on the bus. */
  readonly emit?: (notification: Notification) => Promise<void>;
  /** Takes a message that would be one too many of this minute, to be told in a digest; false: it is not too many. */
  readonly hold?: (message: Message, publishes: number) => Promise<boolean>;
};

/** Sends a notification out by each way, whatever became of the others. */
export function channelNotices(ways: Ways): Notices {
  return {
    publish: async (notification, already = []) => {
      const attempt = newAttempt(already);
      const message = toMessage(notification);
      const { emit } = ways;
      if (already.length === 0 && (await isHeld(message, ways))) attempt.told.push(...PEOPLE);
      else await tellPeople(message, ways, attempt);
      if (emit !== undefined) await attempt.by('bus', () => emit(notification));
      if (attempt.failures.length > 0) throw new NotToldError(attempt.told, attempt.failures);
    },
  };
}

/** What one attempt has told, by which channels, and what failed. */
export type Attempt = {
  readonly told: Channel[];
  readonly failures: { readonly channel: Channel; readonly error: unknown }[];
  readonly by: (channel: Channel, tell: () => Promise<void>) => Promise<void>;
};

/** A channel that fails keeps no other from being tried; one that has told before is left out. */
export function newAttempt(already: readonly Channel[]): Attempt {
  const told: Channel[] = [];
  const failures: { channel: Channel; error: unknown }[] = [];
  const by = async (channel: Channel, tell: () => Promise<void>) => {
    if (already.includes(channel)) return;
    try {
      await tell();
      told.push(channel);
    } catch (error) {
      failures.push({ channel, error });
    }
  };
  return { told, failures, by };
}

const PEOPLE: readonly Channel[] = ['mail', 'owners', 'security'];

async function isHeld(message: Message, { hold, minimumSeverity }: Ways): Promise<boolean> {
  if (hold === undefined || message.concerns === 'security') return false;
  return hold(message, audiencesOf(message, minimumSeverity).length);
}

/** The owner's own mail first: whoever reads the topics hears if it was refused. */
export async function tellPeople(message: Message, ways: Ways, attempt: Attempt): Promise<void> {
  const { mail, publish, minimumSeverity } = ways;
  const { owner } = message;
  let whole = message;
  if (mail !== undefined && owner?.kind === 'address' && message.concerns === 'owners') {
    await attempt.by('mail', async () => {
      const answer = await mail(message, owner.address);
      if (answer.kind === 'refused') whole = withMailRefused(message, owner.address, answer.why);
    });
  }
  for (const audience of audiencesOf(message, minimumSeverity)) {
    await attempt.by(audience, () => publish(whole, audience));
  }
  // Whoever is told by the next attempt has to hear of it too: then the mail is tried again, and refused again.
  if (whole !== message && attempt.failures.length > 0) attempt.told.splice(attempt.told.indexOf('mail'), 1);
}
