import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

type Envelope = { id: string; time: string; detail: Record<string, unknown> };

/** The sample of a password created by an administrator, for another user and now. */
export function passwordCreated(userName: string, at: Date): Envelope {
  const path = `${import.meta.dirname}/../../events/password-created-by-admin-role.json`;
  const sample = JSON.parse(readFileSync(path, 'utf8')) as Envelope;
  const eventTime = `${at.toISOString().slice(0, 19)}Z`;
  return {
    ...sample,
    id: randomUUID(),
    time: eventTime,
    detail: {
      ...sample.detail,
      eventID: randomUUID(),
      eventTime,
      recipientAccountId: '111111111111',
      requestParameters: { userName, passwordResetRequired: true },
    },
    ...{ account: '111111111111' },
  };
}
