import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUserEvent, type MfaEvent } from '../../shared/domain/mfa-event.ts';
import { InvalidEventError } from '../../shared/events/invalid-event-error.ts';
import { parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { parseRecord } from '../../shared/events/parse-record.ts';
import { sample, sampleNames, WATCHED_ACCOUNT } from '../cases/event-cases.ts';

type Json = Record<string, unknown>;
type Mutation = { readonly at: number; readonly into: unknown };

/** Words that mean something to the parser, so that mutations reach further than noise does. */
const telling = fc.constantFrom(
  ...['AWS ROOT USER', 'Root', 'IAMUser', 'AssumedRole', 'Success', 'Failure', 'Yes', 'YES', 'No', 'true', 'jane.doe'],
  ...['ConsoleLogin', 'CreateLoginProfile', 'UpdateUser', 'PasswordUpdated', '__proto__', 'constructor', ''],
  ...[null, true, false, 0, 111111111111, [], {}],
);
const GONE = Symbol('gone');

const anEnvelope = fc.constantFrom(...sampleNames).map(sample);
const someMutations = fc.array(
  fc.record({ at: fc.nat(), into: fc.oneof(fc.constant(GONE), telling, fc.jsonValue(), fc.string()) }),
  { minLength: 1, maxLength: 4 },
);
const aMutatedEnvelope = fc
  .tuple(anEnvelope, someMutations)
  .map(([envelope, mutations]) => mutated(envelope, mutations));
const anything = fc.oneof(fc.jsonValue({ maxDepth: 5 }), fc.anything(), aMutatedEnvelope);

test('whatever it is given, the parser answers or throws an InvalidEventError', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const answers = [
        answerOf(() => parseMfaEvent(given, WATCHED_ACCOUNT)),
        answerOf(() => parseRecord(given, WATCHED_ACCOUNT)),
      ];

      expect(answers.every((answer) => 'kind' in answer || answer.field !== '')).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('the user of an event is one whom the record names', () => {
  fc.assert(
    fc.property(aMutatedEnvelope, (envelope) => {
      const answer = answerOf(() => parseMfaEvent(envelope, WATCHED_ACCOUNT));

      const names = 'kind' in answer && isUserEvent(answer) ? [answer.user.userName] : [];

      expect(names.every((name) => textsOf((envelope as Json)['detail']).some((text) => endsIn(text, name)))).toBe(
        true,
      );
    }),
    { numRuns: 3000 },
  );
});

test('an event is of the watched account and has a time', () => {
  fc.assert(
    fc.property(aMutatedEnvelope, (envelope) => {
      const answer = answerOf(() => parseMfaEvent(envelope, WATCHED_ACCOUNT));

      const event = 'kind' in answer && answer.kind !== 'irrelevant' ? answer : undefined;

      expect([undefined, WATCHED_ACCOUNT]).toContain(event?.accountId);
      expect(event?.at.getTime()).not.toBeNaN();
    }),
  );
});

test('a failed call is never an event', () => {
  const anErrorCode = fc.oneof(fc.string(), fc.constantFrom('AccessDenied', 'NoSuchEntityException', false, 0));
  fc.assert(
    fc.property(aMutatedEnvelope, anErrorCode, (envelope, errorCode) => {
      const failed = { ...(envelope as Json), detail: { ...((envelope as Json)['detail'] as Json), errorCode } };

      const answer = answerOf(() => parseMfaEvent(failed, WATCHED_ACCOUNT));

      expect('field' in answer || answer.kind === 'irrelevant').toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('the same event means the same twice, and is left as it was', () => {
  fc.assert(
    fc.property(aMutatedEnvelope, (envelope) => {
      const before = structuredClone(envelope);

      const answers = [1, 2].map(() => answerOf(() => parseMfaEvent(envelope, WATCHED_ACCOUNT)));

      expect(answers[0]).toEqual(answers[1]);
      expect(envelope).toEqual(before);
    }),
  );
});

test('an envelope adds nothing to its record but the account', () => {
  fc.assert(
    fc.property(anEnvelope, (envelope) => {
      const { account, detail, source } = envelope as { account: string; detail: unknown; source: string };
      // A sample for the parser of own roles: here the envelope's source is not watched in the first place.
      fc.pre(source !== 'aws.logs');

      const answers = [
        answerOf(() => parseMfaEvent(envelope, account)),
        answerOf(() => parseRecord(detail, account, 'detail')),
      ];

      expect(withoutWhy(answers[0])).toEqual(withoutWhy(answers[1]));
    }),
  );
});

/** Of what is not watched the envelope tells another reason than the record. */
const withoutWhy = (answer: MfaEvent | InvalidEventError | undefined) =>
  answer !== undefined && 'kind' in answer && answer.kind === 'irrelevant' ? { kind: answer.kind } : answer;

/** The answer, or the error if it is the one that may be thrown. */
function answerOf(parse: () => MfaEvent): MfaEvent | InvalidEventError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InvalidEventError) return error;
    throw error;
  }
}

function mutated(envelope: unknown, mutations: readonly Mutation[]): unknown {
  return mutations.reduce<unknown>((whole, { at, into }) => {
    const paths = pathsOf(whole);
    const path = paths[at % Math.max(paths.length, 1)];
    return path === undefined ? whole : replaced(whole, path, into);
  }, envelope);
}

const pathsOf = (value: unknown): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])])
    : [];

function replaced(value: unknown, [key, ...rest]: readonly string[], into: unknown): unknown {
  const copy = structuredClone(value) as Json;
  if (rest.length > 0) copy[key!] = replaced(copy[key!], rest, into);
  else if (into === GONE) Reflect.deleteProperty(copy, key!);
  else copy[key!] = into;
  return copy;
}

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : [];

const endsIn = (text: string, name: string) => text === name || text.endsWith(`/${name}`);
