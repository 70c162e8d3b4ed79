import type { FindingCode } from '../domain/finding.ts';

/** What to do about a finding, and AWS's page on it. */
export type Remedy = { readonly steps: readonly string[]; readonly link: string };

export const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

const NARROWED =
  'Name resources instead of "*", and leave out the roles and functions of aws-mfa-enforcer. The service control policy of "mfa-enforcer policy --kind scp" denies it to all but whoever deploys.';

type OfMachine = Extract<
  FindingCode,
  | 'guard-missing-or-edited'
  | 'may-take-over-the-service'
  | 'trail-missing'
  | 'nobody-subscribed'
  | 'subscription-unconfirmed'
  | 'subscription-lost'
>;

/** What to do where the service itself is not as deployed, or not heard. */
export const MACHINE_REMEDIES: Readonly<Record<OfMachine, Remedy>> = {
  'guard-missing-or-edited': {
    steps: [
      'Restore the policy as docs/runbook.md tells (deploy the stack again), and look in CloudTrail for who changed it: CreatePolicyVersion, SetDefaultPolicyVersion, DeletePolicy.',
    ],
    link: `${IAM}/access_policies_managed-versioning.html`,
  },
  'may-take-over-the-service': { steps: [NARROWED], link: `${IAM}/id_roles_use_passrole.html` },
  'trail-missing': {
    steps: [
      'Let a trail log management events (write) in the Region of the stack, and look in CloudTrail for who stopped it: StopLogging, DeleteTrail, PutEventSelectors.',
    ],
    link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
  },
  'nobody-subscribed': {
    steps: [
      'Subscribe somebody, and let them confirm: until then a subscription is pending and gets nothing.',
      '  aws sns subscribe --topic-arn ARN --protocol email --notification-endpoint ADDRESS',
    ],
    link: 'https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html',
  },
  'subscription-unconfirmed': {
    steps: [
      'Let whoever was subscribed follow the link in the mail "AWS Notification - Subscription Confirmation", or subscribe the right address:',
      '  aws sns list-subscriptions-by-topic --topic-arn ARN',
    ],
    link: 'https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html',
  },
  'subscription-lost': {
    steps: [
      'Find out which address it was ("Deleted"), whether it still takes mail, and subscribe it or its successor anew:',
      '  aws sns list-subscriptions-by-topic --topic-arn ARN',
      '  aws sns subscribe --topic-arn ARN --protocol email --notification-endpoint ADDRESS',
      'A confirmation with AuthenticateOnUnsubscribe keeps readers from taking a shared address off by the link in a mail.',
    ],
    link: 'https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html',
  },
};
