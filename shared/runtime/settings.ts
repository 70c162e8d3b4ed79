import * as v from 'valibot';
import { EnforcerError } from '../domain/errors.ts';

/** A setting of the function is missing or malformed. Names the variable; the stack sets them all. */
export class SettingsError extends EnforcerError {
  override readonly name = 'SettingsError';

  constructor(variable: string, expected: string) {
    super(
      `The environment variable ${variable} ${expected}. The stack sets it: docs/runbook.md tells how to undo a change by hand.`,
    );
  }
}

const matching = (pattern: RegExp, what: string) =>
  v.pipe(v.string(`must be set to ${what}`), v.regex(pattern, `must be ${what}`));

const topicArn = matching(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, 'the ARN of an SNS topic');

const ALERT = {
  ACCOUNT_ID: matching(/^\d{12}$/, 'the twelve digits of an account'),
  PARTITION: matching(/^aws(-[a-z]+)*$/, 'a partition such as aws'),
  SECURITY_TOPIC_ARN: topicArn,
  STATE_TABLE: matching(/^[\w.-]{3,255}$/, 'the name of a DynamoDB table'),
};

const EVALUATION = {
  ...ALERT,
  GUARD_ARN: matching(/^arn:[\w-]+:iam::\d{12}:policy\/.+$/, 'the ARN of a managed policy'),
  OWNERS_TOPIC_ARN: topicArn,
  MODE: v.picklist(['observe', 'enforce'], 'must be observe or enforce'),
};

const wholeNumber = (least: number, what: string) =>
  v.pipe(matching(/^\d{1,6}$/, what), v.transform(Number), v.minValue(least, `must be ${what}`));

const SWEEP = {
  ...EVALUATION,
  SCOPE: v.picklist(['password-without-device', 'every-password'], 'must be password-without-device or every-password'),
  MAX_NEW_GUARDS: wholeNumber(0, 'a number of users'),
  CONCURRENCY: wholeNumber(1, 'a number of users from 1 on'),
  HEARTBEAT_DAYS: wholeNumber(0, 'a number of days, 0 for never'),
};

const RECONCILE = { ...EVALUATION, CONCURRENCY: SWEEP.CONCURRENCY };

const alertSettings = v.object(ALERT);
const evaluationSettings = v.object(EVALUATION);
const sweepSettings = v.object(SWEEP);
const reconcileSettings = v.object(RECONCILE);

export type AlertSettings = v.InferOutput<typeof alertSettings>;
export type SweepSettings = v.InferOutput<typeof sweepSettings>;
export type ReconcileSettings = v.InferOutput<typeof reconcileSettings>;
export type EvaluationSettings = v.InferOutput<typeof evaluationSettings>;

type Environment = Readonly<Record<string, string | undefined>>;

export const readAlertSettings = (environment: Environment): AlertSettings => parse(alertSettings, environment);

export const readEvaluationSettings = (environment: Environment): EvaluationSettings =>
  parse(evaluationSettings, environment);

export const readReconcileSettings = (environment: Environment): ReconcileSettings =>
  parse(reconcileSettings, environment);

export const readSweepSettings = (environment: Environment): SweepSettings => parse(sweepSettings, environment);

/** Throws SettingsError for the first variable that is missing or malformed. */
function parse<Schema extends v.GenericSchema>(schema: Schema, environment: Environment): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, environment);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new SettingsError(v.getDotPath(issue) ?? 'unknown', issue.input === undefined ? 'is missing' : issue.message);
}
