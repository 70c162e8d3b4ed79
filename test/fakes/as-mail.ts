import type { Notification } from '../../shared/domain/notification.ts';
import { renderEmail } from '../../shared/messages/render-email.ts';
import { toMessage } from '../../shared/messages/to-message.ts';

/** A notification as whoever it concerns reads it by e-mail. */
export function asMail(notification: Notification) {
  const message = toMessage(notification);
  const { concerns, severity } = message;
  return { concerns, severity, ...renderEmail(message, concerns) };
}
