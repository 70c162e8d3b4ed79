import type { Account } from '../domain/account.ts';

/** Where the console of a partition lives. {@link https://docs.aws.amazon.com/general/latest/gr/console-service.html} */
const CONSOLE_HOSTS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

export function userLink({ partition }: Account, userName: string): string {
  return `https://${hostOf(partition)}/iam/home#/users/details/${encodeURIComponent(userName)}?section=security_credentials`;
}

export const usersLink = ({ partition }: Account): string => `https://${hostOf(partition)}/iam/home#/users`;

/** Where whoever is signed in enrols devices for himself. */
export function securityCredentialsLink({ partition }: Account): string {
  return `https://${hostOf(partition)}/iam/home#/security_credentials`;
}

const hostOf = (partition: string) => CONSOLE_HOSTS[partition] ?? 'console.aws.amazon.com';
