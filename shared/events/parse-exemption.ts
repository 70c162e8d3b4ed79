import * as v from 'valibot';
import type { Exemption } from '../domain/exemption.ts';

/** Nothing that people write is longer; an item that somebody wrote by hand could be, and would not fit a message. */
const text = v.object({ S: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)) });
const moment = v.pipe(
  v.object({ S: v.pipe(v.string(), v.isoTimestamp()) }),
  v.transform(({ S }) => new Date(S)),
  v.check((at) => !Number.isNaN(at.getTime())),
);

/** An item in DynamoDB's own form, which table and stream share. `kind` keeps a place for others than the full one. */
const item = v.object({
  userId: text,
  userName: text,
  kind: v.object({ S: v.literal('full') }),
  reason: text,
  ticket: v.optional(text),
  approver: text,
  createdAt: moment,
  expiresAt: moment,
  breakGlass: v.object({ BOOL: v.boolean() }),
});

/** Undefined for an item that is no exemption: it frees nobody, and whoever reads it has to tell so. */
export function parseExemption(stored: unknown): Exemption | undefined {
  const { success, output } = v.safeParse(item, stored);
  if (!success) return undefined;
  const { userId, userName, reason, ticket, approver, createdAt, expiresAt, breakGlass } = output;
  return {
    userId: userId.S,
    userName: userName.S,
    reason: reason.S,
    ...(ticket === undefined ? {} : { ticket: ticket.S }),
    approver: approver.S,
    createdAt,
    expiresAt,
    breakGlass: breakGlass.BOOL,
  };
}
