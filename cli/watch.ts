import { counted } from '../shared/aws/count-calls.ts';

/** A refused or failed call, as IAM policies name the action. */
export type Failure = { readonly action: string; readonly name: string };

/** What goes on while a command runs: for the progress line, the summary, and the sentence about what failed. */
export type Watch = {
  /** Requests sent, retries included. */
  made: number;
  pages: number;
  suspects: number;
  /** Somebody is asked: no progress is drawn over the question. */
  asking: boolean;
  readonly failures: Failure[];
  readonly actions: WeakMap<Error, string>;
};

export const newWatch = (): Watch => ({
  made: 0,
  pages: 0,
  suspects: 0,
  asking: false,
  failures: [],
  actions: new WeakMap(),
});

type AnyClient = Parameters<typeof counted>[0];

const PAGED =
  /GetAccountAuthorizationDetails|GetCredentialReport|ListVirtualMFADevices|ListEntitiesForPolicy|LookupEvents/;

/** An answer like any other: no password, no such user, a report that is being made. */
const EXPECTED = /^(NoSuchEntity|CredentialReport)/;

/** The same client, of each of whose calls the watch hears. */
export function watched<Watched extends AnyClient>(client: Watched, service: string, watch: Watch): Watched {
  client.middlewareStack.use({
    applyToStack: (stack) => {
      stack.add(
        (next, { commandName = '' }) =>
          async (args) => {
            const action = `${service}:${commandName.replace(/Command$/, '')}`;
            try {
              const answer = await next(args);
              if (PAGED.test(action)) watch.pages += 1;
              return answer;
            } catch (error) {
              if (error instanceof Error) note(error, action, watch);
              throw error;
            }
          },
        { step: 'initialize', priority: 'high', name: 'watchCalls', override: true },
      );
    },
  });
  return counted(client, watch);
}

function note(error: Error, action: string, { failures, actions }: Watch): void {
  actions.set(error, action);
  const known = failures.some((failure) => failure.action === action && failure.name === error.name);
  if (!known && !EXPECTED.test(error.name)) failures.push({ action, name: error.name });
}
