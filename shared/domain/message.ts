import type { Severity } from '../domain/severity.ts';

/** `owners` gets what a person has to do, `security` what endangers the account. */
export type Audience = 'owners' | 'security';

export type Email = {
  readonly audience: Audience;
  readonly severity: Severity;
  readonly subject: string;
  readonly text: string;
};
