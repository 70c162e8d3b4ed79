import { GetAccountSummaryCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { AccountSummary } from '../domain/inventory.ts';

/** {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html} */
export async function readAccountSummary(iam: IAMClient): Promise<AccountSummary> {
  const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}));
  const count = (key: string) => {
    const value = new Map(Object.entries(SummaryMap)).get(key);
    if (value === undefined) throw new TypeError(`GetAccountSummary did not tell ${key}`);
    return value;
  };
  return {
    kind: 'summary',
    rootHasMfa: count('AccountMFAEnabled') > 0,
    rootHasPassword: count('AccountPasswordPresent') > 0,
    rootAccessKeys: count('AccountAccessKeysPresent'),
    policiesPerUser: SummaryMap.AttachedPoliciesPerUserQuota,
  };
}
