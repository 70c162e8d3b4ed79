import type { Patch } from '../patch.ts';

const ROLE = 'infrastructure/roles/evaluate-user.yml';

/** What the roles may do. */
export const rights: readonly Patch[] = [
  {
    name: 'any-policy-may-be-attached',
    why: 'Without iam:PolicyARN the role could make an administrator of anybody.',
    file: ROLE,
    from: `                      iam:PolicyARN:
                        - !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/aws-mfa-enforcer-guard
`,
    to: `                      iam:PolicyARN:
                        - '*'
`,
    tests: ['unit/template'],
  },
  {
    name: 'observe-may-attach',
    why: 'In observe, where nothing is to be changed, the role has the right to.',
    file: ROLE,
    from: '- Enforces\n                - Sid: AttachGuard',
    to: '- WatchesOwnAccount\n                - Sid: AttachGuard',
    tests: ['unit/template'],
  },
  {
    name: 'role-may-detach',
    why: 'The role could take the guard off again.',
    file: ROLE,
    from: 'Action: iam:AttachUserPolicy',
    to: 'Action: [iam:AttachUserPolicy, iam:DetachUserPolicy]',
    tests: ['unit/template'],
  },
  {
    name: 'every-table-may-be-written',
    why: 'The role could write to every table of the account.',
    file: ROLE,
    from: 'Action: dynamodb:UpdateItem\n                Resource: !GetAtt StateTable.Arn',
    to: "Action: dynamodb:UpdateItem\n                Resource: '*'",
    tests: ['unit/template'],
  },
  {
    name: 'failed-events-right-missing',
    why: 'Lambda sends failed events with the role: without the right they are lost.',
    file: ROLE,
    from: `Sid: KeepFailedEvents
                Effect: Allow`,
    to: `Sid: KeepFailedEvents
                Effect: Deny`,
    tests: ['unit/template'],
  },
  {
    name: 'publisher-may-not-encrypt',
    why: 'SNS encrypts with the publisher’s rights: everything deploys, and nothing is delivered.',
    file: ROLE,
    from: 'Action: [kms:Decrypt, kms:GenerateDataKey*]',
    to: 'Action: [kms:Decrypt]',
    tests: ['unit/template'],
  },
  {
    name: 'alarms-may-not-encrypt',
    why: 'The alarms of the dead-letter queues tell nobody.',
    file: 'infrastructure/key.yml',
    from: 'Service: cloudwatch.amazonaws.com }\n            Action: [kms:Decrypt, kms:GenerateDataKey*]',
    to: 'Service: cloudwatch.amazonaws.com }\n            Action: [kms:Decrypt]',
    tests: ['unit/template'],
  },
];
