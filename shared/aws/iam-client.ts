import { IAMClient } from '@aws-sdk/client-iam';
import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import type { RetryErrorInfo } from '@smithy/types';

type IAMClientConfig = NonNullable<ConstructorParameters<typeof IAMClient>[0]>;

/** Throttling is waited out by the SDK; within Lambda's time limit, since a whole attempt costs a minute. */
const ATTEMPTS = 5;

export function iamClient(config: IAMClientConfig = {}): IAMClient {
  return new IAMClient({ ...config, retryStrategy: new QuotasAreFinal(() => Promise.resolve(ATTEMPTS)) });
}

/**
 * The SDK takes IAM's LimitExceeded (a full quota) for throttling: it would try again for seconds and slow down every
 * later call. A full quota stays full: the error goes to the caller at once, and the rate limiter never hears of it.
 */
class QuotasAreFinal extends AdaptiveRetryStrategy {
  override async refreshRetryTokenForRetry(
    token: Parameters<AdaptiveRetryStrategy['refreshRetryTokenForRetry']>[0],
    info: RetryErrorInfo,
  ) {
    if (info.error instanceof Error && info.error.name === 'LimitExceededException') throw info.error;
    return super.refreshRetryTokenForRetry(token, info);
  }
}
