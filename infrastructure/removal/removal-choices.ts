import { parseArgs } from 'node:util';

/** What whoever removes chose. */
export type RemovalChoices = {
  readonly region: string;
  readonly profile: string | undefined;
  readonly yes: boolean;
  readonly evidence: string | undefined;
};

/** @throws what parseArgs throws for an option that it does not know: nothing is removed by a typing error. */
export function readRemovalChoices(args: readonly string[]): RemovalChoices {
  const { values } = parseArgs({
    args: [...args],
    options: {
      region: { type: 'string', short: 'r', default: 'us-east-1' },
      'aws-profile': { type: 'string' },
      evidence: { type: 'string' },
      yes: { type: 'boolean', default: false },
    },
  });
  return {
    region: values.region,
    profile: values['aws-profile'],
    yes: values.yes,
    evidence: values.evidence,
  };
}
