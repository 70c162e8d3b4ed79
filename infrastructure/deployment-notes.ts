import { isOpen, type Posture } from '../shared/domain/posture.ts';
import type { Choices } from './deployment-choices.ts';

/** What whoever deploys must know beforehand about the identity that deploys, if anything. */
export function aboutTheDeployer(posture: Posture | undefined, mode: Choices['mode']): string | undefined {
  if (posture?.kind !== 'user') return undefined;
  const { userName } = posture.user;
  const unread = [posture.console, posture.devices].flatMap((fact) => (fact.kind === 'unknown' ? [fact.why] : []));
  if (unread.length > 0 && posture.console.kind !== 'no-password') {
    return (
      `Whether you would be guarded yourself could not be read (${[...new Set(unread)].join(', ')}): if IAM user ` +
      `${userName} has a password and no MFA device, ${consequence(mode)}.`
    );
  }
  if (!isOpen(posture)) return undefined;
  return (
    `You deploy as IAM user ${userName}, who has a password and no MFA device: ${consequence(mode)}. ` +
    `Enroll a device first, or deploy with a role.`
  );
}

const consequence = (mode: Choices['mode']) =>
  mode === 'enforce'
    ? 'the next sign-in or change of password puts the guard on, and the access keys stop working with it'
    : 'enforce would put the guard on, and the access keys would stop working with it';

/** What is left to do once the stack is there, a line each. */
export const afterwards = (choices: Choices): string =>
  [...aboutStart(choices), aboutSecurity(choices), ...aboutOwners(choices), ...aboutMails(choices)].join('\n');

const aboutStart = ({ enforceFrom }: Choices): readonly string[] =>
  enforceFrom === undefined
    ? []
    : [
        `Nothing is changed before ${enforceFrom.toISOString()}: until then each owner is told of that date once. At that time ` +
          'a sweep guards whoever has to be. Invoke sweep-account now: its digest says how many they are.',
      ];

const aboutSecurity = ({ securityEmail }: Choices): string =>
  securityEmail === ''
    ? 'Security is not told by e-mail: deploy again with `--param SecurityEmail=<address>`, or subscribe to the topic yourself.'
    : `AWS has sent an e-mail to ${securityEmail}: confirm the subscription, since security is not told before.`;

const aboutOwners = ({ ownersEmail }: Choices): readonly string[] =>
  ownersEmail === ''
    ? []
    : [`AWS has sent an e-mail to ${ownersEmail}: confirm the subscription to what owners are told, too.`];

/** The stack does not make the identity: it is verified once, by whoever has the domain or the mailbox. */
const aboutMails = ({ senderAddress, region }: Choices): readonly string[] =>
  senderAddress === ''
    ? []
    : [
        `Owners get mails from ${senderAddress} as soon as SES in ${region} has verified it or its domain: ` +
          `\`aws sesv2 create-email-identity --email-identity ${senderAddress} --region ${region}\`. A new account is ` +
          'in the sandbox, where only verified addresses get any: docs/notifications.md tells how to leave it.',
      ];

/** One sentence for a person whose credentials did not work, naming the next step. */
export function aboutCredentials(error: unknown, region: string): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (/expired/i.test(`${name} ${message}`)) {
    return 'The AWS session has expired: sign in again (such as `aws sso login`), then deploy again.';
  }
  if (name === 'CredentialsProviderError') {
    return 'There are no AWS credentials: sign in (such as `aws sso login`) and set AWS_PROFILE, then deploy again.';
  }
  if (['InvalidClientTokenId', 'UnrecognizedClientException', 'SignatureDoesNotMatch'].includes(name)) {
    return `AWS does not take these credentials in ${region} (${name}): check the profile and, outside the partition aws, --region.`;
  }
  return `AWS could not say in ${region} who deploys (${name}: ${message}): check the network and the profile, then deploy again.`;
}
