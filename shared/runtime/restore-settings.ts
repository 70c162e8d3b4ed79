import * as v from 'valibot';
import { ALERT, EVALUATION, matching, parse } from './settings.ts';

const {
  GUARD_ARN,
  EXEMPTIONS_TABLE,
  MODE,
  ENFORCE_FROM,
  INCLUDE,
  EXCLUDE,
  LONG_TERM_KEYS,
  PHASES,
  RELEASE,
  INLINE_FALLBACK,
} = EVALUATION;

const restoreSettings = v.object({
  ...ALERT,
  GUARD_ARN,
  EXEMPTIONS_TABLE,
  MODE,
  ENFORCE_FROM,
  INCLUDE,
  EXCLUDE,
  LONG_TERM_KEYS,
  PHASES,
  RELEASE,
  INLINE_FALLBACK,
  /** Whose calls are our own: they are left out here as in the rule. */
  OWN_ROLES: v.pipe(
    matching(
      /^arn:[\w-]+:iam::\d{12}:role\/[^,]+(,arn:[\w-]+:iam::\d{12}:role\/[^,]+)*$/,
      'ARNs of roles, with commas',
    ),
    v.transform((arns) => arns.split(',')),
  ),
  DELAYED_RESTORES_URL: matching(/^https?:\/\/\S+$/, 'the URL of an SQS queue'),
});

export type RestoreSettings = v.InferOutput<typeof restoreSettings>;

export const readRestoreSettings = (environment: Readonly<Record<string, string | undefined>>): RestoreSettings =>
  parse(restoreSettings, environment);
