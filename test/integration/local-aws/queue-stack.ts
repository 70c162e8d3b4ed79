import type { Template } from './stack.ts';

export type QueueOptions = {
  code: string;
  visibilityTimeout?: number;
  delay?: number;
  maxReceiveCount?: number;
  /** Properties of the mapping besides its ends. */
  mapping?: object;
  /** What the function's role may do with the queue. */
  rights?: readonly string[];
};

const RIGHTS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'];

/** A queue with dead letters, a function that is handed its messages, an alarm for each queue. */
export function queueStack(options: QueueOptions): Template {
  const { visibilityTimeout = 60, maxReceiveCount = 3, rights = RIGHTS } = options;
  const queueArn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  return {
    Resources: {
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: {} },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          VisibilityTimeout: visibilityTimeout,
          DelaySeconds: options.delay ?? 0,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount },
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: allow({
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          }),
          Policies: [
            {
              PolicyName: 'rights',
              PolicyDocument: allow({ Action: rights.map((right) => `sqs:${right}`), Resource: queueArn }),
            },
          ],
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Timeout: 10,
          Environment: { Variables: { QUEUE: { Ref: 'Queue' } } },
          Code: { ZipFile: options.code },
        },
      },
      // As osls writes it for `events: - sqs:`.
      FunctionEventSourceMappingSQSQueue: {
        Type: 'AWS::Lambda::EventSourceMapping',
        DependsOn: ['Role'],
        Properties: {
          BatchSize: 10,
          EventSourceArn: queueArn,
          FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
          Enabled: true,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ...options.mapping,
        },
      },
      DeadLettersAlarm: alarm('DeadLetters', 'ApproximateNumberOfMessagesVisible', 1),
      AgeAlarm: alarm('Queue', 'ApproximateAgeOfOldestMessage', 3600),
    },
    Outputs: {
      Queue: { Value: { Ref: 'Queue' } },
      QueueArn: { Value: queueArn },
      DeadLetters: { Value: { Ref: 'DeadLetters' } },
      DeadLettersAlarm: { Value: { Ref: 'DeadLettersAlarm' } },
      AgeAlarm: { Value: { Ref: 'AgeAlarm' } },
      FunctionName: { Value: { Ref: 'Function' } },
    },
  };
}

function allow(statement: object) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] };
}

function alarm(queue: string, MetricName: string, Threshold: number) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/SQS',
      MetricName,
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
  };
}
