import * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import { EnforcerError } from '../domain/errors.ts';
import { type Rules, rulesOf } from '../domain/rules.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { ROLLOUT } from './rollout-settings.ts';

/** A setting of the function is missing or malformed. Names the variable; the stack sets them all. */
export class SettingsError extends EnforcerError {
  override readonly name = 'SettingsError';

  constructor(variable: string, expected: string) {
    super(
      `The environment variable ${variable} ${expected}. The stack sets it: docs/runbook.md tells how to undo a change by hand.`,
    );
  }
}

export const matching = (pattern: RegExp, what: string) =>
  v.pipe(v.string(`must be set to ${what}`), v.regex(pattern, `must be ${what}`));

const topicArn = matching(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, 'the ARN of an SNS topic');

const severity = v.picklist(SEVERITIES, 'must be critical, high, medium, low or info');

/** CloudFormation has no unset variable: empty means none. */
export const orNone = (pattern: RegExp, what: string) =>
  v.pipe(
    matching(new RegExp(`^$|${pattern.source}`), `${what}, or empty`),
    v.transform((text) => (text === '' ? undefined : text)),
  );

const wholeNumber = (least: number, what: string) =>
  v.pipe(matching(/^\d{1,6}$/, what), v.transform(Number), v.minValue(least, `must be ${what}`));

export const ALERT = {
  ACCOUNT_ID: matching(/^\d{12}$/, 'the twelve digits of an account'),
  PARTITION: matching(/^aws(-[a-z]+)*$/, 'a partition such as aws'),
  ACCOUNT_NAME: orNone(/^.{1,100}$/, 'what people call the account'),
  EVENT_BUS: orNone(/^arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/.+$/, 'the ARN of an event bus'),
  SECURITY_TOPIC_ARN: topicArn,
  SECURITY_MINIMUM_SEVERITY: severity,
  STATE_TABLE: matching(/^[\w.-]{3,255}$/, 'the name of a DynamoDB table'),
};

export const EVALUATION = {
  ...ALERT,
  GUARD_ARN: matching(/^arn:[\w-]+:iam::\d{12}:policy\/.+$/, 'the ARN of a managed policy'),
  EXEMPTIONS_TABLE: matching(/^[\w.-]{3,255}$/, 'the name of a DynamoDB table'),
  OWNERS_TOPIC_ARN: topicArn,
  HELD_MESSAGES_URL: matching(/^https?:\/\/\S+$/, 'the URL of an SQS queue'),
  MESSAGES_A_MINUTE: wholeNumber(1, 'a number of messages from 1 on'),
  OWNER_TAGS: v.pipe(
    matching(/^[^,]+(,[^,]+)*$/, 'tag keys with commas between them'),
    v.transform((keys) => keys.split(',').map((key) => key.trim())),
  ),
  OWNER_DOMAIN: orNone(/^[\w.-]+$/, 'the domain of addresses'),
  SENDER_ADDRESS: orNone(/^[^@\s]+@[^@\s]+$/, 'an e-mail address'),
  MAIL_CONFIGURATION_SET: orNone(/^[\w-]+$/, 'the name of an SES configuration set'),
  HELP_CONTACT: orNone(/^.{1,200}$/, 'whom to ask for help'),
  MODE: v.picklist(['observe', 'enforce'], 'must be observe or enforce'),
  ...ROLLOUT,
  LONG_TERM_KEYS: v.picklist(['deny', 'allow', 'spare-in-use'], 'must be deny, allow or spare-in-use'),
  PHASES: v.picklist(['one', 'two'], 'must be one or two'),
  RELEASE: v.picklist(['never', 'when-compliant'], 'must be never or when-compliant'),
  INLINE_FALLBACK: v.picklist(['off', 'on'], 'must be off or on'),
};

/** How many users a sweep or a reconciliation looks at, at once. */
export const CONCURRENCY = wholeNumber(1, 'a number of users from 1 on');

const SWEEP = {
  ...EVALUATION,
  SCOPE: v.picklist(['password-without-device', 'every-password'], 'must be password-without-device or every-password'),
  MAX_NEW_GUARDS: wholeNumber(0, 'a number of users'),
  CONCURRENCY,
  HEARTBEAT_DAYS: wholeNumber(0, 'a number of days, 0 for never'),
  PRUNE_DEVICES: v.picklist(['off', 'on'], 'must be off or on'),
  REMINDER_DAYS: v.pipe(
    matching(/^off$|^[1-9]\d{0,2}(,[1-9]\d{0,2})*$/, 'days with commas between them, or off'),
    v.transform((days) => (days === 'off' ? [] : [...new Set(days.split(',').map(Number))])),
  ),
};

const { OWNERS_TOPIC_ARN, SENDER_ADDRESS, MAIL_CONFIGURATION_SET, HELP_CONTACT } = EVALUATION;
const HELD = { ...ALERT, OWNERS_TOPIC_ARN, SENDER_ADDRESS, MAIL_CONFIGURATION_SET, HELP_CONTACT };

const alertSettings = v.object(ALERT);
const heldSettings = v.object(HELD);
const evaluationSettings = v.object(EVALUATION);
const sweepSettings = v.object(SWEEP);

export type AlertSettings = v.InferOutput<typeof alertSettings>;
export type HeldSettings = v.InferOutput<typeof heldSettings>;
export type SweepSettings = v.InferOutput<typeof sweepSettings>;
export type EvaluationSettings = v.InferOutput<typeof evaluationSettings>;

type Environment = Readonly<Record<string, string | undefined>>;

export const readAlertSettings = (environment: Environment): AlertSettings => parse(alertSettings, environment);

export const readHeldSettings = (environment: Environment): HeldSettings => parse(heldSettings, environment);

export const readEvaluationSettings = (environment: Environment): EvaluationSettings =>
  parse(evaluationSettings, environment);

export const readSweepSettings = (environment: Environment): SweepSettings => parse(sweepSettings, environment);

type RuleSettings = Pick<EvaluationSettings, 'LONG_TERM_KEYS' | 'PHASES' | 'RELEASE'>;

/** What decisions follow. Events reach whom they have to; a sweep has a scope of its own. */
export const rulesIn = ({ LONG_TERM_KEYS, PHASES, RELEASE }: RuleSettings): Rules =>
  rulesOf({ scope: 'password-without-device', longTermKeys: LONG_TERM_KEYS, phases: PHASES, release: RELEASE });

/** How guards are put on. */
export const guardsIn = ({
  GUARD_ARN,
  INLINE_FALLBACK,
}: Pick<EvaluationSettings, 'GUARD_ARN' | 'INLINE_FALLBACK'>) => ({
  guardArn: GUARD_ARN,
  inlineFallback: INLINE_FALLBACK === 'on',
});

/** The account that the stack watches. */
export const accountOf = ({
  ACCOUNT_ID,
  ACCOUNT_NAME,
  PARTITION,
}: Pick<AlertSettings, 'ACCOUNT_ID' | 'ACCOUNT_NAME' | 'PARTITION'>): Account => ({
  id: ACCOUNT_ID,
  partition: PARTITION,
  ...(ACCOUNT_NAME === undefined ? {} : { name: ACCOUNT_NAME }),
});

/** Throws SettingsError for the first variable that is missing or malformed. */
export function parse<Schema extends v.GenericSchema>(schema: Schema, environment: Environment): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, environment);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new SettingsError(v.getDotPath(issue) ?? 'unknown', issue.input === undefined ? 'is missing' : issue.message);
}
