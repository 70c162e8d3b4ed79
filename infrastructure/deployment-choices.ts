import { parseArgs } from 'node:util';
import { PARAMETERS } from './deployment-parameters.ts';

/** What whoever deploys chose. */
export type Choices = {
  readonly kind: 'chosen';
  readonly mode: 'observe' | 'enforce';
  /** Undefined: at once. */
  readonly enforceFrom?: Date | undefined;
  /** Empty when security is not told by e-mail. */
  readonly securityEmail: string;
  /** Empty when nobody reads the owners' topic by e-mail. */
  readonly ownersEmail: string;
  /** Empty when owners get no mail of their own. */
  readonly senderAddress: string;
  readonly region: string;
  readonly profile: string | undefined;
};

/** Why nothing is deployed: one sentence that names the next step. */
export type Refusal = { readonly kind: 'refused'; readonly why: string };

const BOTH_MODES =
  '`--param Mode=observe` only tells who would be guarded and changes no user, ' +
  '`--param Mode=enforce` attaches the guard to every user who can sign in without MFA';

const EVENT_REGIONS = ['us-east-1', 'cn-north-1', 'us-gov-west-1'];

/** Reads the arguments that go on to osls. Whatever it does not know is left to osls. */
export function readChoices(args: readonly string[], now = new Date()): Choices | Refusal {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      param: { type: 'string', multiple: true },
      region: { type: 'string', short: 'r' },
      'aws-profile': { type: 'string' },
    },
  });
  const given = paramsOf(values.param ?? []);
  const wrong = [...given].map(([name, value]) => whatIsWrongWith(name, value)).find((why) => why !== undefined);
  if (wrong !== undefined) return { kind: 'refused', why: wrong };
  const clash = clashIn(given) ?? passedIn(given, now);
  if (clash !== undefined) return { kind: 'refused', why: clash };

  const mode = given.get('Mode');
  if (mode !== 'observe' && mode !== 'enforce') {
    return { kind: 'refused', why: `Say what the service may do: ${BOTH_MODES}.` };
  }
  const region = textOr('us-east-1', values.region);
  if (!EVENT_REGIONS.includes(region)) return { kind: 'refused', why: noEventsIn(region) };

  const profile = textOr('', values['aws-profile']);
  return {
    kind: 'chosen',
    mode,
    enforceFrom: startIn(given),
    securityEmail: given.get('SecurityEmail') ?? '',
    ownersEmail: given.get('OwnersEmail') ?? '',
    senderAddress: given.get('SenderAddress') ?? '',
    region,
    profile: profile === '' ? undefined : profile,
  };
}

function whatIsWrongWith(name: string, value: string): string | undefined {
  const known = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
  if (known === undefined) return `There is no parameter ${name}: there are ${Object.keys(PARAMETERS).join(', ')}.`;
  if (known.pattern.test(value) && (known.exists?.(value) ?? true)) return undefined;
  const explained = name === 'Mode' ? ` (${BOTH_MODES})` : '';
  return `${name} cannot be "${value}": it must be ${known.allowed}${explained}.`;
}

/** What CloudFormation would refuse later (template-rules.yml). */
function clashIn(given: ReadonlyMap<string, string>): string | undefined {
  const [keys, phases, release, scope] = ['LongTermKeys', 'Phases', 'Release', 'Scope'].map((name) => given.get(name));
  if (given.has('EnforceFrom') && given.get('Mode') === 'observe') {
    return 'EnforceFrom is when Mode=enforce begins, and Mode=observe never changes anything: choose Mode=enforce, or leave EnforceFrom out.';
  }
  if (phases === 'two' && (keys ?? 'deny') !== 'deny') {
    return 'With Phases=two access keys are denied, since a key could enrol a second device: leave LongTermKeys out, or Phases.';
  }
  if (phases === 'two' && release === 'when-compliant') {
    return 'With Phases=two the guard stays on, so it is not released: leave Release out, or Phases.';
  }
  if (release === 'when-compliant' && scope === 'every-password') {
    return 'With Release=when-compliant whoever has a device carries no guard, with Scope=every-password everybody does: choose one.';
  }
  return undefined;
}

/** No schedule can begin then; what had begun goes on without it. */
function passedIn(given: ReadonlyMap<string, string>, now: Date): string | undefined {
  const from = startIn(given);
  if (from === undefined || from > now) return undefined;
  return `EnforceFrom ${from.toISOString()} has passed: leave it out, and Mode=enforce holds at once and goes on.`;
}

function startIn(given: ReadonlyMap<string, string>): Date | undefined {
  const text = given.get('EnforceFrom');
  return text === undefined ? undefined : new Date(text);
}

const noEventsIn = (region: string) =>
  `IAM's events do not arrive in ${region}, so the service would never hear of anything: leave --region out for ` +
  `us-east-1, or say cn-north-1 in China, us-gov-west-1 in GovCloud.`;

/** `Mode=observe` as a pair. The last one counts, as in osls. */
const paramsOf = (given: readonly (string | boolean)[]) =>
  new Map(
    given.map((param): [string, string] => {
      const [name = '', ...value] = String(param).split('=');
      return [name, value.join('=')];
    }),
  );

const textOr = (otherwise: string, value: string | boolean | undefined) =>
  typeof value === 'string' ? value : otherwise;
