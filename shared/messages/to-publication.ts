import type { Audience, Message } from '../domain/message.ts';
import { ownerLabel } from '../domain/owner.ts';
import { toCanonical } from './canonical.ts';
import { cutMessage } from './cut-message.ts';
import { renderChatApplication } from './render-chat-application.ts';
import { renderEmail } from './render-email.ts';

/** What SNS carries in one publish, all protocols' texts and attributes together. */
const SNS_BYTES = 262_144;

/** Kept for subject and attributes. */
const BESIDE_BYTES = 2_048;

/** One publish: a text for each kind of subscriber, and what subscribers filter by. */
export type Publication = {
  readonly subject: string;
  /** JSON with a text for each protocol; `sqs` and `lambda` subscribers get `default`. */
  readonly texts: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/**
 * Too long is cut at a whole line, with a count of what is left out and where to read it.
 * {@link https://docs.aws.amazon.com/sns/latest/api/API_Publish.html}
 */
export function toPublication(message: Message, audience: Audience): Publication {
  const owner = message.owner === undefined ? undefined : ownerLabel(message.owner);
  return {
    subject: message.subject,
    texts: fittingTexts(message, audience),
    attributes: {
      severity: message.severity,
      accountId: message.account.id,
      kind: message.kind,
      ...(owner === undefined ? {} : { owner }),
    },
  };
}

function fittingTexts(message: Message, audience: Audience): string {
  const texts = JSON.stringify({
    default: toCanonical(message),
    email: renderEmail(message, audience).text,
    https: renderChatApplication(message),
  });
  if (bytesOf(texts) <= SNS_BYTES - BESIDE_BYTES) return texts;
  const shorter = cutMessage(message);
  return shorter === message ? texts : fittingTexts(shorter, audience);
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
