import * as v from 'valibot';
import type { Posting } from '../domain/posting.ts';
import { parseMessage } from './parse-message.ts';

/** {@link https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html} */
const alarm = v.object({
  AlarmName: v.string(),
  NewStateValue: v.string(),
  NewStateReason: v.optional(v.string(), 'CloudWatch gave no reason.'),
  AlarmDescription: v.nullish(v.string()),
  AWSAccountId: v.optional(v.string()),
});

const recipients = v.optional(
  v.array(v.object({ emailAddress: v.string(), diagnosticCode: v.optional(v.string()) })),
  [],
);

/**
 * An event of a configuration set, or a notification of an identity, which names the same `notificationType`.
 * {@link https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html}
 */
const mail = v.object({
  eventType: v.optional(v.string()),
  notificationType: v.optional(v.string()),
  mail: v.object({ destination: v.optional(v.array(v.string()), []) }),
  bounce: v.optional(
    v.object({
      bounceType: v.optional(v.string(), ''),
      bounceSubType: v.optional(v.string(), ''),
      bouncedRecipients: recipients,
    }),
  ),
  complaint: v.optional(
    v.object({ complaintFeedbackType: v.optional(v.string(), ''), complainedRecipients: recipients }),
  ),
  reject: v.optional(v.object({ reason: v.optional(v.string(), '') })),
});

/** What SNS wraps round a message for a subscription without raw delivery. */
const envelope = v.object({ Type: v.literal('Notification'), Message: v.string() });

/** Whatever stood on the security topic. Total: what nobody knows is `other`, and is told all the same. */
export function parsePosting(body: string): Posting {
  const wrapped = v.safeParse(envelope, toJson(body));
  const text = wrapped.success ? wrapped.output.Message : body;
  const message = parseMessage(text);
  if (message !== undefined) return { kind: 'message', message };
  const json = toJson(text);
  return toAlarm(json) ?? toMailReturned(json) ?? { kind: 'other', text };
}

function toAlarm(json: unknown): Posting | undefined {
  const { success, output } = v.safeParse(alarm, json);
  if (!success) return undefined;
  return {
    kind: 'alarm',
    accountId: output.AWSAccountId,
    name: output.AlarmName,
    state: output.NewStateValue,
    reason: output.NewStateReason,
    description: output.AlarmDescription ?? undefined,
  };
}

function toMailReturned(json: unknown): Posting | undefined {
  const { success, output } = v.safeParse(mail, json);
  const what = success ? (output.eventType ?? output.notificationType) : undefined;
  if (!success || what === undefined) return undefined;
  const { bounce, complaint, reject } = output;
  const returned = bounce?.bouncedRecipients ?? complaint?.complainedRecipients ?? [];
  const reasons = [
    ...[bounce?.bounceType, bounce?.bounceSubType, complaint?.complaintFeedbackType, reject?.reason],
    ...returned.map(({ diagnosticCode }) => diagnosticCode),
  ].filter((reason) => reason !== undefined && reason !== '');
  const addresses = returned.length > 0 ? returned.map(({ emailAddress }) => emailAddress) : output.mail.destination;
  return { kind: 'mail-returned', what, addresses, why: reasons.join(', ') };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
