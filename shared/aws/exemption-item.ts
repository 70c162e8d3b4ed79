import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Exemption } from '../domain/exemption.ts';
import { toSeconds } from './state-table.ts';

/** How long (milliseconds) an item stays after its end, so that the end can be told. */
const KEPT_MS = 30 * 86_400_000;

/** As it stands in the table; `removeAt` is for DynamoDB, which clears away what nobody needs. */
export const exemptionItem = (exemption: Exemption): Record<string, AttributeValue> => ({
  userId: { S: exemption.userId },
  userName: { S: exemption.userName },
  kind: { S: 'full' },
  reason: { S: exemption.reason },
  ...(exemption.ticket === undefined ? {} : { ticket: { S: exemption.ticket } }),
  approver: { S: exemption.approver },
  createdAt: { S: exemption.createdAt.toISOString() },
  expiresAt: { S: exemption.expiresAt.toISOString() },
  breakGlass: { BOOL: exemption.breakGlass },
  removeAt: { N: toSeconds(exemption.expiresAt.getTime() + KEPT_MS) },
});
