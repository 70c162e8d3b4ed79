import { EnforcerError } from '../shared/domain/errors.ts';

/** What was asked for cannot be done; the message is the sentence, with the next step. */
export class CliError extends EnforcerError {
  override readonly name = 'CliError';
}
