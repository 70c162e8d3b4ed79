import type { Patch } from '../patch.ts';

const SWEEP_ROLE = 'infrastructure/roles/sweep-account.yml';
const RECONCILE_ROLE = 'infrastructure/roles/reconcile-events.yml';
const SWEEP = 'infrastructure/schedules/sweep.yml';
const RECONCILE = 'infrastructure/schedules/reconcile.yml';
const ONLY_THE_GUARD = `                      iam:PolicyARN:
                        - !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/aws-mfa-enforcer-guard
`;
const ANY_POLICY = `                      iam:PolicyARN:
                        - '*'
`;

const part = (name: string, file: string, from: string, to: string, why: string): Patch => ({
  name,
  why,
  file,
  from,
  to,
  tests: ['unit/template'],
});

/** When the sweep and the reconciliation run, and what they may do. */
export const schedules: readonly Patch[] = [
  part(
    'sweep-may-attach-any-policy',
    SWEEP_ROLE,
    ONLY_THE_GUARD,
    ANY_POLICY,
    'Without iam:PolicyARN the role could make an administrator of anybody.',
  ),
  part(
    'sweep-may-attach-in-observe',
    SWEEP_ROLE,
    '- Enforces\n                - Sid: AttachGuard',
    '- WatchesOwnAccount\n                - Sid: AttachGuard',
    'In observe, where nothing is to be changed, the role has the right to.',
  ),
  part(
    'sweep-may-read-any-bucket',
    SWEEP_ROLE,
    '                  - iam:GetCredentialReport\n',
    '                  - iam:GetCredentialReport\n                  - s3:ListAllMyBuckets\n',
    'A right that nothing needs goes unnoticed.',
  ),
  part(
    'reconcile-may-attach-any-policy',
    RECONCILE_ROLE,
    ONLY_THE_GUARD,
    ANY_POLICY,
    'The same of the role of the reconciliation.',
  ),
  part(
    'reconcile-may-attach-in-observe',
    RECONCILE_ROLE,
    '- Enforces\n                - Sid: AttachGuard',
    '- WatchesOwnAccount\n                - Sid: AttachGuard',
    'In observe, where nothing is to be changed, the role has the right to.',
  ),
  part(
    'reconcile-cannot-be-turned-off',
    RECONCILE,
    'State: !If [Reconciles, ENABLED, DISABLED]',
    'State: ENABLED',
    'Who turns the reconciliation off has it all the same.',
  ),
  part('sweep-schedule-is-off', SWEEP, 'State: ENABLED', 'State: DISABLED', 'The sweep is deployed and never runs.'),
  part(
    'schedule-without-dead-letters',
    SWEEP,
    'DeadLetterConfig: { Arn: !GetAtt UndeliveredEvents.Arn }',
    '',
    'A sweep that Scheduler could not begin is lost.',
  ),
  part(
    'schedule-may-not-keep-dead-letters',
    RECONCILE,
    `                Effect: Allow
                Action: sqs:SendMessage`,
    `                Effect: Deny
                Action: sqs:SendMessage`,
    'The same, since Scheduler sends dead letters with the role of the schedule.',
  ),
  part(
    'any-schedule-takes-the-role',
    SWEEP,
    '              ArnEquals: { aws:SourceArn: !GetAtt Schedules.Arn }\n',
    '',
    'Any schedule of the account can invoke the function with this role.',
  ),
  part(
    'failed-sweeps-forgotten',
    'infrastructure/retries.yml',
    `      MaximumEventAgeInSeconds: 21600
      DestinationConfig:
        OnFailure: { Destination: !GetAtt FailedEvents.Arn }`,
    '      MaximumEventAgeInSeconds: 21600',
    'A sweep that failed three times goes nowhere.',
  ),
  part(
    'windows-pile-up',
    'infrastructure/retries.yml',
    'MaximumEventAgeInSeconds: 840',
    'MaximumEventAgeInSeconds: 3600',
    'Behind an outage four reconciliations of the same hour run one after the other.',
  ),
];
