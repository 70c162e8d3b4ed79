import type { Message } from '../domain/message.ts';
import { visible } from './visible.ts';

/** The owner got no mail: said to everybody else who is told, with the next step. The guard stands all the same. */
export function withMailRefused(message: Message, address: string, why: string): Message {
  const lines = [
    `The mail to ${visible(address)} was refused: ${visible(why)}`,
    'Somebody has to tell the owner. A new account is in the sandbox of SES, which mails to verified addresses only: ask for production access, or verify the address (docs/notifications.md).',
  ];
  return { ...message, sections: [...message.sections, { heading: 'The owner was NOT mailed', lines }] };
}
