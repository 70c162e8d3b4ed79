import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SeededUser } from '../local/doors.ts';
import type { LocalAws } from '../local/start.ts';
import { guardDocument } from '../shared/domain/guard-document.ts';

/** An account to sweep: so many users with a password, so many per cent of them without any device. */
export type Account = { readonly users: number; readonly violatorsPercent: number };

export type MadeAccount = {
  /** Names of those who have to be guarded, and nobody else, sorted. */
  readonly violators: readonly string[];
  readonly guardArn: string;
  /** The environment of the function that sweeps it. */
  readonly env: Readonly<Record<string, string>>;
};

/** Added to each answer of any service, in milliseconds. */
export const LATENCY_MS = 30;

const TEAMS = 5;

/** The local AWS with that account, freshly, and with what the stack would bring: guard, table, topics, queue. */
export async function makeAccount({ doors, accountId, ...aws }: LocalAws, account: Account): Promise<MadeAccount> {
  await doors.reset();
  // No rule is there to hear of a call, and the event history knows of it all the same.
  await doors.trail(false);
  const users = seededUsers(account);
  await doors.seed(users);
  const config = clientConfig(aws);
  const guardArn = await makeGuard(new IAMClient(config));
  await new DynamoDBClient(config).send(
    new CreateTableCommand({
      TableName: 'state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'subject', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'subject', KeyType: 'HASH' }],
    }),
  );
  const topics = new SNSClient(config);
  return {
    violators: users.flatMap(({ name, devices = [] }) => (devices.length === 0 ? [name] : [])).toSorted(),
    guardArn,
    env: {
      ...aws.env,
      ACCOUNT_ID: accountId,
      ACCOUNT_NAME: '',
      PARTITION: 'aws',
      GUARD_ARN: guardArn,
      SECURITY_TOPIC_ARN: await makeTopic(topics, 'security'),
      OWNERS_TOPIC_ARN: await makeTopic(topics, 'owners'),
      // One topic a message and no bus: what further channels cost is bench/event.ts's to show.
      SECURITY_MINIMUM_SEVERITY: 'critical',
      EVENT_BUS: '',
      HELD_MESSAGES_URL: await makeQueue(new SQSClient(config)),
      MESSAGES_A_MINUTE: '20',
      OWNER_TAGS: 'owner,Owner,email,Email',
      OWNER_DOMAIN: '',
      SENDER_ADDRESS: '',
      MAIL_CONFIGURATION_SET: '',
      HELP_CONTACT: '',
      STATE_TABLE: 'state',
      MODE: 'enforce',
      SCOPE: 'password-without-device',
      // The fuse is not what is measured.
      MAX_NEW_GUARDS: '999999',
      CONCURRENCY: '8',
      HEARTBEAT_DAYS: '7',
      PRUNE_DEVICES: 'off',
      REMINDER_DAYS: '1,3,7',
    },
  };
}

export const clientConfig = ({ endpoint, region, env }: Pick<LocalAws, 'endpoint' | 'region' | 'env'>) => ({
  endpoint,
  region,
  credentials: {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
  maxAttempts: 1,
});

/** Spread over the pages; 3 of 10 holders of a device have a passkey alone, 1 of 50 users is an administrator. */
function seededUsers({ users, violatorsPercent }: Account): readonly SeededUser[] {
  return Array.from({ length: users }, (_, n) => {
    const isViolator = n % 100 < violatorsPercent;
    return {
      name: `user-${String(n).padStart(4, '0')}`,
      password: true,
      devices: isViolator ? [] : [spread(n) % 10 < 3 ? ('passkey' as const) : ('virtual' as const)],
      groups: [`group-${n % 10}`],
      policies: n % 50 === 49 ? ['arn:aws:iam::aws:policy/AdministratorAccess'] : [],
      tags: { owner: `team-${spread(n) % TEAMS}@example.com` },
    };
  });
}

/** Violators are the first of each hundred: what else differs between users must not go with that. */
const spread = (n: number) => n + Math.floor(n / 100);

async function makeGuard(iam: IAMClient): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'guard', PolicyDocument: JSON.stringify(guardDocument('aws')) }),
  );
  if (Policy?.Arn === undefined) throw new TypeError('CreatePolicy gave no ARN');
  return Policy.Arn;
}

async function makeQueue(sqs: SQSClient): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'held' }));
  if (QueueUrl === undefined) throw new TypeError('CreateQueue gave no URL');
  return QueueUrl;
}

async function makeTopic(sns: SNSClient, Name: string): Promise<string> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name }));
  if (TopicArn === undefined) throw new TypeError('CreateTopic gave no ARN');
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: `${Name}@example.com` }));
  return TopicArn;
}
