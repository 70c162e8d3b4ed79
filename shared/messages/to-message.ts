import { assertNever } from '../domain/assert-never.ts';
import type { Notification } from '../domain/notification.ts';
import { composeDigest } from './compose-digest.ts';
import { composeExemptionChanged } from './compose-exemption-changed.ts';
import { composeExemptionsEnding } from './compose-exemptions-ending.ts';
import { composeHeld } from './compose-held.ts';
import { composeImpaired } from './compose-impaired.ts';
import { composeLostEvents } from './compose-lost-events.ts';
import { composeOverdue } from './compose-overdue.ts';
import { composeOwnRole } from './compose-own-role.ts';
import { composeOwnersUsers } from './compose-owners-users.ts';
import { composeReminder } from './compose-reminder.ts';
import { composeRootAlert } from './compose-root-alert.ts';
import { composeUser } from './compose-user.ts';
import { composeMachine } from './compose-machine.ts';
import { composeTampered } from './compose-tampered.ts';
import type { Message } from '../domain/message.ts';

/** A notification in words, for whatever channel. */
export function toMessage(notification: Notification): Message {
  switch (notification.kind) {
    case 'user-guarded':
    case 'user-would-be-guarded':
    case 'guard-failed':
    case 'guard-released':
    case 'device-added':
      return composeUser(notification);
    case 'root-alert':
      return composeRootAlert(notification);
    case 'machine-changed':
      return composeMachine(notification);
    case 'own-role-used':
      return composeOwnRole(notification);
    case 'machine-impaired':
      return composeImpaired(notification);
    case 'guard-tampered':
      return composeTampered(notification);
    case 'users-guarded':
      return composeOwnersUsers(notification);
    case 'users-reminded':
      return composeReminder(notification);
    case 'users-overdue':
      return composeOverdue(notification);
    case 'sweep-digest':
      return composeDigest(notification);
    case 'held-digest':
      return composeHeld(notification);
    case 'exemptions-ending':
      return composeExemptionsEnding(notification);
    case 'exemption-changed':
      return composeExemptionChanged(notification);
    case 'events-lost':
      return composeLostEvents(notification);
    default:
      return assertNever(notification);
  }
}
