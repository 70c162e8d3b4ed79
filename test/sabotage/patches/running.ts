import type { Patch } from '../patch.ts';

/** How the functions are set up, and how they end. */
export const running: readonly Patch[] = [
  {
    name: 'settings-of-any-form',
    why: 'A malformed setting is found out at the first call to AWS, or never.',
    file: 'shared/runtime/settings.ts',
    from: ', v.regex(pattern, `must be ${what}`)',
    to: ', v.check(() => pattern.source.length > 0, `must be ${what}`)',
    tests: ['unit/settings'],
  },
  {
    name: 'mode-of-any-form',
    why: 'A misspelt mode passes, and silently means observe.',
    file: 'shared/runtime/settings.ts',
    from: "v.picklist(['observe', 'enforce'], 'must be observe or enforce')",
    to: "v.string('must be observe or enforce')",
    tests: ['unit/settings'],
  },
  {
    name: 'errors-end-as-answers',
    why: 'What a function could not finish looks finished to Lambda: no retry, no dead letter.',
    file: 'shared/runtime/lambda.ts',
    from: `        remaining: () => context.getRemainingTimeInMillis(),
      }),`,
    to: `        remaining: () => context.getRemainingTimeInMillis(),
      }).catch(() => ({ ignored: 'an error' })),`,
    tests: ['unit/lambda'],
  },
  {
    name: 'aws-error-without-a-cause',
    why: "AWS's own error is lost on the way to the dead-letter queue.",
    file: 'shared/runtime/map-errors.ts',
    from: '{ cause },',
    to: '{},',
    tests: ['unit/lambda'],
  },
];
