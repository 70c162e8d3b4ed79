import { describe, expect, test } from 'vitest';
import { PARAMETERS } from '../../../infrastructure/deployment-parameters.ts';
import { HERE, template } from '../packaged-template.ts';
import { allows, idsOf, listed, statementsOf } from '../policy-statements.ts';
import { resolveTemplate, type Template } from '../resolve-template.ts';

/** What of Slack AWS checks at the earliest when it matters, and the local AWS drops or never checks. */

const NAME = '/mfa-enforcer/slack-webhook';
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:slack-AbCdEf';
const FUNCTION = 'PostDashtoDashslackLambdaFunction';

const deployed = (parameters: Record<string, string> = {}) =>
  resolveTemplate(template, { ...HERE, 'AWS::URLSuffix': 'amazonaws.com', Mode: 'enforce', ...parameters });

const off = deployed();
const on = deployed({ SlackWebhook: NAME });
const bySecret = deployed({ SlackWebhook: SECRET_ARN });

const propertiesOf = (logicalId: string, of: Template = on) => of.Resources[logicalId]?.Properties ?? {};

describe('without a webhook', () => {
  test('nothing of Slack is there, no function, role, queue, alarm or subscription', () => {
    expect(Object.keys(off.Resources).filter((id) => /slack/i.test(id))).toEqual([]);
  });

  test('the topic takes alarms from nobody more than before', () => {
    expect(JSON.stringify(statementsOf(off, 'SecurityTopicPolicy'))).not.toMatch(/slack/i);
  });
});

describe('the queue between topic and function', () => {
  test('gets what is on the security topic, and nothing else, as it was published', () => {
    expect(propertiesOf('SlackSubscription')).toEqual({
      TopicArn: 'SecurityTopic',
      Protocol: 'sqs',
      Endpoint: 'SlackMessages.Arn',
      RawMessageDelivery: true,
    });
    expect(on.Resources['SlackSubscription']?.DependsOn).toContain('SlackMessagesPolicy');
    expect(propertiesOf('SlackMessagesPolicy')['Queues']).toEqual(['SlackMessages']);
    expect(allows(on, 'SlackMessagesPolicy', 'sqs:SendMessage')).toEqual([
      {
        on: ['SlackMessages.Arn'],
        who: { Service: 'sns.amazonaws.com' },
        when: { ArnEquals: { 'aws:SourceArn': 'SecurityTopic' } },
      },
    ]);
  });

  test.each(['SlackMessages', 'SlackDeadLetters'])('%s refuses plain http', (queue) => {
    const statements = statementsOf(on, `${queue}Policy`);

    expect(statements.filter(({ Effect }) => Effect === 'Allow').length).toBe(queue === 'SlackMessages' ? 1 : 0);
    expect(statements).toContainEqual({
      Sid: 'DenyPlainHttp',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: `${queue}.Arn`,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('keeps messages for four days, its dead letters for fourteen, encrypted without a key that SNS would need', () => {
    expect(propertiesOf('SlackMessages')).toMatchObject({
      MessageRetentionPeriod: 345_600,
      SqsManagedSseEnabled: true,
    });
    expect(propertiesOf('SlackDeadLetters')).toEqual({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  });

  test('hides a message for six times as long as the function may take', () => {
    const { Timeout } = propertiesOf(FUNCTION) as { Timeout: number };

    expect(Timeout).toBe(60);
    expect(propertiesOf('SlackMessages')).toMatchObject({ VisibilityTimeout: Timeout * 6 });
  });

  test('survives nearly four days of outage, and moves what is left to the dead letters before SQS would delete it', () => {
    const { RedrivePolicy } = propertiesOf('SlackMessages') as { RedrivePolicy: { maxReceiveCount: number } };
    const { maxReceiveCount } = RedrivePolicy;
    const pauses = Array.from({ length: maxReceiveCount }, (_, n) => Math.min(60 * 2 ** n, 900));
    const outage = pauses.reduce((sum, pause) => sum + pause, 0);

    expect(RedrivePolicy).toMatchObject({ deadLetterTargetArn: 'SlackDeadLetters.Arn' });
    expect(outage).toBeGreaterThan(3.8 * 86_400);
    // Each attempt may take ten seconds, and Lambda as long to fetch it.
    expect(outage + maxReceiveCount * 20).toBeLessThan(345_600);
  });

  test('is emptied by the function, ten at a time, and only what failed comes back', () => {
    expect(idsOf(on, 'AWS::Lambda::EventSourceMapping')).toContain('SlackMessagesMapping');
    expect(propertiesOf('SlackMessagesMapping')).toEqual({
      EventSourceArn: 'SlackMessages.Arn',
      FunctionName: `${FUNCTION}.Arn`,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});

describe('the function', () => {
  test('is told where the webhook is kept, and not the webhook', () => {
    expect(propertiesOf(FUNCTION)).toMatchObject({ Role: 'PostToSlackRole.Arn', Runtime: 'nodejs24.x' });
    expect(propertiesOf(FUNCTION)['Environment']).toMatchObject({
      Variables: {
        SLACK_WEBHOOK: NAME,
        SLACK_HOST: '',
        SLACK_MESSAGES_URL: 'SlackMessages',
        SLACK_DEAD_LETTERS_URL: 'SlackDeadLetters',
      },
    });
    expect(JSON.stringify(template)).not.toMatch(/resolve:(ssm|secretsmanager)/);
  });

  test('may take messages, keep what is refused, read the one secret, write its log, and nothing else', () => {
    expect(statementsOf(on, 'PostToSlackRole').map(({ Sid }) => Sid)).toEqual([
      'WriteOwnLogs',
      'TakeSlackMessages',
      'KeepWhatSlackRefuses',
      'ReadWebhook',
      'DecryptWebhook',
    ]);
    for (const action of ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage']) {
      expect(allows(on, 'PostToSlackRole', `sqs:${action}`)).toMatchObject([{ on: ['SlackMessages.Arn'] }]);
    }
    expect(allows(on, 'PostToSlackRole', 'sqs:SendMessage')).toMatchObject([{ on: ['SlackDeadLetters.Arn'] }]);
    expect(allows(on, 'PostToSlackRole', 'logs:PutLogEvents')).toMatchObject([
      { on: ['PostDashtoDashslackLogGroup.Arn'] },
    ]);
    const resources = statementsOf(on, 'PostToSlackRole').flatMap(({ Resource }) => listed(Resource));
    expect(resources).not.toContain('*');
  });

  test('reads one parameter, and decrypts that one only through Parameter Store', () => {
    const parameter = `arn:aws:ssm:us-east-1:111122223333:parameter${NAME}`;

    expect(allows(on, 'PostToSlackRole', 'ssm:GetParameter')).toMatchObject([{ on: [parameter] }]);
    expect(allows(on, 'PostToSlackRole', 'secretsmanager:GetSecretValue')).toEqual([]);
    expect(allows(on, 'PostToSlackRole', 'kms:Decrypt')).toMatchObject([
      {
        on: ['arn:aws:kms:us-east-1:111122223333:key/*'],
        when: {
          StringEquals: {
            'kms:ViaService': 'ssm.us-east-1.amazonaws.com',
            'kms:EncryptionContext:PARAMETER_ARN': parameter,
          },
        },
      },
    ]);
  });

  test('reads one secret, and decrypts that one only through Secrets Manager, if an ARN names it', () => {
    expect(allows(bySecret, 'PostToSlackRole', 'secretsmanager:GetSecretValue')).toMatchObject([{ on: [SECRET_ARN] }]);
    expect(allows(bySecret, 'PostToSlackRole', 'ssm:GetParameter')).toEqual([]);
    expect(allows(bySecret, 'PostToSlackRole', 'kms:Decrypt')).toMatchObject([
      {
        when: {
          StringEquals: {
            'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com',
            'kms:EncryptionContext:SecretARN': SECRET_ARN,
          },
        },
      },
    ]);
  });
});

describe('alarms', () => {
  test.each(['SlackDeadLettersAlarm', 'SlackUnreachableAlarm'])('%s may tell the security topic', (alarm) => {
    const [fromAlarms] = allows(on, 'SecurityTopicPolicy', 'sns:Publish').filter(({ who }) =>
      JSON.stringify(who).includes('cloudwatch'),
    );

    expect(propertiesOf(alarm)).toMatchObject({ AlarmActions: ['SecurityTopic'], TreatMissingData: 'notBreaching' });
    expect(fromAlarms?.when).toMatchObject({
      ArnEquals: { 'aws:SourceArn': expect.arrayContaining([`${alarm}.Arn`]) as unknown },
    });
  });

  test('the first dead letter raises one, and so does an hour in which Slack took nothing', () => {
    expect(propertiesOf('SlackDeadLettersAlarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'SlackDeadLetters.QueueName' }],
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    expect(propertiesOf('SlackUnreachableAlarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesNotVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'SlackMessages.QueueName' }],
      Period: 300,
      EvaluationPeriods: 12,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });
});

describe('what whoever deploys may say', () => {
  const WEBHOOK = 'https://hooks.slack.com/services/T0/B0/x';
  const accepted = (parameter: string, value: string) => {
    const { AllowedPattern } = template.Parameters[parameter] as { AllowedPattern: string };
    const here = value === '' || PARAMETERS[parameter]?.pattern.test(value) === true;
    return [new RegExp(`^(?:${AllowedPattern})$`).test(value), here];
  };

  test.each(['', NAME, SECRET_ARN])('a SlackWebhook of "%s" is accepted', (value) => {
    expect(accepted('SlackWebhook', value)).toEqual([true, true]);
  });

  test.each([WEBHOOK, 'slack-webhook', 'arn:aws:ssm:us-east-1:111122223333:parameter/x', '/a b', '/'])(
    'a SlackWebhook of "%s" is refused: above all the webhook itself, which would stand in the template',
    (value) => {
      expect(accepted('SlackWebhook', value)).toEqual([false, false]);
    },
  );

  test.each(['', 'hooks.slack.com', '127.0.0.1:4566'])('a SlackHost of "%s" is accepted', (value) => {
    expect(accepted('SlackHost', value)).toEqual([true, true]);
  });

  test.each(['https://hooks.slack.com', 'a b', 'a/b'])('a SlackHost of "%s" is refused', (value) => {
    expect(accepted('SlackHost', value)).toEqual([false, false]);
  });
});
