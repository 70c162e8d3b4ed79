import type { Channel } from './channel.ts';
import { EnforcerError } from './errors.ts';

/** A channel failed: thrown so that Lambda tries again. What the other channels have told is not told again. */
export class NotToldError extends EnforcerError {
  override readonly name = 'NotToldError';
  readonly told: readonly Channel[];

  constructor(told: readonly Channel[], failures: readonly { readonly channel: Channel; readonly error: unknown }[]) {
    const each = failures.map(({ channel, error }) => `${channel} (${describe(error)})`);
    super(
      `Could not tell by ${each.join(', ')}. It is tried again by itself, and stays in the dead-letter queue ` +
        `if that fails: docs/notifications.md tells how each channel is mended.`,
      { cause: failures.length === 1 ? failures[0]?.error : new AggregateError(failures.map(({ error }) => error)) },
    );
    this.told = told;
  }
}

const describe = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
