import { type Message, MESSAGE_VERSION } from '../domain/message.ts';

/** A message for machines: what `default`, `sqs` and `lambda` subscribers get. docs/schemas/message.json */
export const toCanonical = (message: Message): string =>
  JSON.stringify({ schemaVersion: MESSAGE_VERSION, ...message, at: message.at.toISOString() });
