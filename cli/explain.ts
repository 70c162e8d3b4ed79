import { EnforcerError } from '../shared/domain/errors.ts';
import { visible } from '../shared/messages/visible.ts';

export type Explained = { readonly name: string; readonly action: string | undefined; readonly sentence: string };

/** What ended a command, in one sentence with the next step. AWS's own text only where it cannot hold a secret. */
export function explain(error: unknown, action: string | undefined, endpoint: string | undefined): Explained {
  const name = nameOf(error);
  return { name, action, sentence: sentence(error, name, action, endpoint) };
}

const NETWORK = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|TimeoutError|CERT_|ERR_TLS|EPROTO)/;
const EXPIRED = /^(ExpiredToken|TokenRefreshRequired|RequestExpired)/;
const NOT_ACCEPTED = /^(InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|AuthFailure)/;
const THROTTLED = /^(Throttl|TooManyRequests|RequestLimitExceeded)/;
const SIGN_IN_AGAIN = 'Sign in again (aws sso login, or new temporary credentials), then run it again.';

/** AWS refused it for want of a permission. */
export const isDenial = (name: string): boolean => /^(AccessDenied|UnauthorizedOperation)/.test(name);

function sentence(error: unknown, name: string, of: string | undefined, endpoint: string | undefined): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EnforcerError) return visible(message, 600);
  const action = of ?? 'An AWS call';
  if (name === 'CredentialsProviderError') {
    return /expired/i.test(message)
      ? `The AWS session has expired, so ${action} could not be called. ${SIGN_IN_AGAIN}`
      : `No AWS credentials were found for ${action}: set them up (aws configure, aws sso login), or name a profile that has some with --profile.`;
  }
  if (EXPIRED.test(name)) return `${action} was refused: the AWS session has expired. ${SIGN_IN_AGAIN}`;
  if (NOT_ACCEPTED.test(name)) {
    return `${action} was refused: AWS does not accept the credentials (${visible(name)}). Check the key, the secret and this machine's clock.`;
  }
  if (isDenial(name)) {
    return `${action} was denied: allow it to the identity that runs this (docs/cli.md has the policy), then run it again. AWS says: ${visible(message)}`;
  }
  if (THROTTLED.test(name)) return `${action} was throttled for too long. Run it again in some minutes.`;
  if (NETWORK.test(name)) {
    return `${action} could not be called: ${whither(endpoint)} does not answer (${visible(name)}). Check the network, AWS_ENDPOINT_URL and the Region.`;
  }
  return `${of ?? 'mfa-enforcer'} failed: ${visible(name)}: ${visible(message)}`;
}

/** Without what a URL may hold beside the host: a user and a password. */
function whither(endpoint: string | undefined): string {
  if (endpoint === undefined) return 'the endpoint of AWS';
  return URL.canParse(endpoint) ? `the endpoint ${visible(new URL(endpoint).host)}` : 'the endpoint';
}

/** A network error's code tells more than its class. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' && NETWORK.test(error.code) ? error.code : error.name;
}
