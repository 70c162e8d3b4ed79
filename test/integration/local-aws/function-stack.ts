import type { Template } from './stack.ts';

export type FunctionOptions = {
  code: string;
  /** Rights of the function's role besides sending to its failure queue. */
  policy?: object;
  eventPattern: object;
  retries?: number;
  eventAge?: number;
  reservedConcurrency?: number;
  /** Without it EventBridge may not invoke the function. */
  permission?: boolean;
  /** Without it the role may not send to the failure queue. */
  maySendFailures?: boolean;
};

/** A function behind a rule of the default bus, a queue for its failures, one for the rule's dead letters. */
export function functionStack(options: FunctionOptions): Template {
  const { permission = true, maySendFailures = true } = options;
  const statements = [
    ...(maySendFailures
      ? [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] } }]
      : []),
    ...(options.policy === undefined ? [] : [options.policy]),
  ];
  return {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
          ...(statements.length === 0
            ? {}
            : {
                Policies: [{ PolicyName: 'rights', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
              }),
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Timeout: 10,
          Code: { ZipFile: options.code },
          ...(options.reservedConcurrency === undefined
            ? {}
            : { ReservedConcurrentExecutions: options.reservedConcurrency }),
        },
      },
      Failures: { Type: 'AWS::SQS::Queue', Properties: {} },
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: {} },
      DeadLettersPolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'DeadLetters' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] },
                Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } } },
              },
            ],
          },
        },
      },
      InvokeConfig: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Function' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: options.retries ?? 2,
          ...(options.eventAge === undefined ? {} : { MaximumEventAgeInSeconds: options.eventAge }),
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: options.eventPattern,
          Targets: [
            {
              Id: 'function',
              Arn: { 'Fn::GetAtt': ['Function', 'Arn'] },
              DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
            },
          ],
        },
      },
      ...(permission
        ? {
            Permission: {
              Type: 'AWS::Lambda::Permission',
              Properties: {
                FunctionName: { Ref: 'Function' },
                Action: 'lambda:InvokeFunction',
                Principal: 'events.amazonaws.com',
                SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
              },
            },
          }
        : {}),
    },
    Outputs: {
      FunctionName: { Value: { Ref: 'Function' } },
      RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      Failures: { Value: { Ref: 'Failures' } },
      DeadLetters: { Value: { Ref: 'DeadLetters' } },
      RuleArn: { Value: { 'Fn::GetAtt': ['Rule', 'Arn'] } },
      FunctionArn: { Value: { 'Fn::GetAtt': ['Function', 'Arn'] } },
    },
  };
}
