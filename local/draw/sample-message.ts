import type { Message } from '../../shared/domain/message.ts';
import { toMessage } from '../../shared/messages/to-message.ts';

const ACCOUNT = { id: '111122223333', partition: 'aws', name: 'production' };
const USER = { accountId: ACCOUNT.id, userName: 'jane.doe' };
const AT = new Date('2026-11-24T12:00:00Z');

/** A user who was guarded, as the documentation shows it: names and addresses are those of AWS's own examples. */
export const sampleMessage = (): Message =>
  toMessage({
    kind: 'user-guarded',
    account: ACCOUNT,
    happened: {
      kind: 'password-set',
      accountId: ACCOUNT.id,
      user: USER,
      actor: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT.id}:assumed-role/administrator/john.roe`,
        sourceAddress: '192.0.2.10',
        userAgent: 'aws-cli/2.31.0',
      },
      at: AT,
      eventId: '3c0d9d0e-8f4c-4a51-9f0a-5d7d3e1f2a6b',
    },
    outcome: {
      user: USER,
      decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
      effect: 'applied',
      at: new Date(AT.getTime() + 2000),
    },
    details: {
      arn: `arn:aws:iam::${ACCOUNT.id}:user/payments/${USER.userName}`,
      owner: { kind: 'address', address: 'jane.doe@example.com', from: 'tag "owner"' },
      assumedRoles: { kind: 'not-asked' },
    },
  });
