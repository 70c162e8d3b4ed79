import type { Pluggable } from '@smithy/types';

/** How many requests went out, retries included: what a sweep costs is told, not guessed. */
export type Calls = { made: number };

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- how the SDK itself writes a plugin for any client
type AnyPlugin = Pluggable<any, any>;

/** The same client, each of whose requests is counted. */
export function counted<Client extends { middlewareStack: { use(plugin: AnyPlugin): void } }>(
  client: Client,
  calls: Calls,
): Client {
  client.middlewareStack.use({
    applyToStack: (stack) => {
      stack.add(
        (next) => (args) => {
          calls.made += 1;
          return next(args);
        },
        // Behind the SDK's retries, so that each attempt counts.
        { step: 'finalizeRequest', priority: 'low', name: 'countCalls', override: true },
      );
    },
  });
  return client;
}
