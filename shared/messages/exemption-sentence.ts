import type { Exemption } from '../domain/exemption.ts';
import { visible } from './visible.ts';

/** Whose exemption it is, until when, by whom and why, on one line. */
export function exemptionSentence(exemption: Exemption): string {
  const { userName, userId, expiresAt, approver, createdAt, reason, ticket, breakGlass } = exemption;
  const kind = breakGlass ? ', break-glass' : '';
  const why = `Reason: ${visible(reason)}${ticket === undefined ? '' : `. Ticket: ${visible(ticket)}`}`;
  return `${visible(userName)} (${visible(userId)}${kind}): until ${minutes(expiresAt)}, approved by ${visible(approver)} on ${minutes(createdAt)}. ${why}`;
}

/** As people read a moment. */
export const minutes = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} (UTC)`;
