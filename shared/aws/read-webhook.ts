import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { visible } from '../messages/visible.ts';
import { toWebhookUrl, type WebhookUrl } from './webhook-url.ts';

/** `cached` may be five minutes old, `afresh` is not. Never throws. */
export type ReadWebhook = (how: 'cached' | 'afresh') => Promise<WebhookUrl>;

/** Seconds. {@link https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/#adjusting-cache-ttl} */
const MAX_AGE = 300;

export type WebhookSource = {
  /** The name of a parameter, or the ARN of a secret. */
  readonly name: string;
  readonly host: string | undefined;
};

/** Reads the secret that holds the webhook: of Parameter Store, or of Secrets Manager if an ARN names it. */
export function webhookReader(
  { name, host }: WebhookSource,
  clients: { readonly ssm: SSMClient; readonly secrets: SecretsManagerClient },
): ReadWebhook {
  const parameters = new SSMProvider({ awsSdkV3Client: clients.ssm });
  const secrets = new SecretsProvider({ awsSdkV3Client: clients.secrets });
  return async (how) => {
    const options = { maxAge: MAX_AGE, forceFetch: how === 'afresh' };
    try {
      const secret: unknown = await (name.startsWith('arn:')
        ? secrets.get(name, options)
        : parameters.get(name, { ...options, decrypt: true }));
      return toWebhookUrl(secret, name, host);
    } catch (error) {
      return {
        kind: 'no-webhook',
        why: `Could not read the secret ${name} that SlackWebhook names (${whatAwsSaid(error)}). Check that it is there and that the function's role may read it: docs/notifications.md.`,
      };
    }
  };
}

/** The library's error repeats the message of AWS's, whose name it keeps as the cause. */
function whatAwsSaid(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const { name } = error.cause instanceof Error ? error.cause : error;
  return visible(`${name}: ${error.message}`);
}
