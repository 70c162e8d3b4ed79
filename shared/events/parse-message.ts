import * as v from 'valibot';
import { type Message, MESSAGE_VERSION } from '../domain/message.ts';
import { SEVERITIES } from '../domain/severity.ts';

const owner = v.variant('kind', [
  v.object({ kind: v.literal('address'), address: v.string(), from: v.string() }),
  v.object({ kind: v.literal('name'), name: v.string(), from: v.string() }),
  v.object({ kind: v.literal('ambiguous'), values: v.array(v.string()), from: v.string() }),
  v.object({ kind: v.literal('none') }),
]);

const message = v.object({
  schemaVersion: v.literal(MESSAGE_VERSION),
  kind: v.string(),
  concerns: v.picklist(['owners', 'security']),
  severity: v.picklist(SEVERITIES),
  account: v.pipe(
    v.object({ id: v.string(), partition: v.string(), name: v.optional(v.string()) }),
    v.transform(({ id, partition, name }) => ({ id, partition, ...(name === undefined ? {} : { name }) })),
  ),
  subject: v.string(),
  summary: v.string(),
  sections: v.array(v.object({ heading: v.string(), lines: v.array(v.string()) })),
  links: v.array(v.object({ label: v.string(), url: v.string() })),
  users: v.array(v.string()),
  usersLeftOut: v.optional(v.number()),
  owner: v.optional(owner),
  eventId: v.optional(v.string()),
  at: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  ),
});

/** The JSON form of a message, read again behind a queue; undefined for whatever else somebody published there. */
export function parseMessage(text: string): Message | undefined {
  const parsed = v.safeParse(message, toJson(text));
  if (!parsed.success) return undefined;
  const { kind, concerns, severity, account, subject, summary, sections, links, users, at } = parsed.output;
  const known = { kind, concerns, severity, account, subject, summary, sections, links, users, at };
  const { usersLeftOut } = parsed.output;
  const rest = usersLeftOut === undefined ? {} : { usersLeftOut };
  return { ...known, ...rest, owner: parsed.output.owner, eventId: parsed.output.eventId };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
