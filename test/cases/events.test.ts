import { expect, test } from 'vitest';
import { InvalidEventError } from '../../shared/events/invalid-event-error.ts';
import { parseMfaEvent } from '../../shared/events/parse-mfa-event.ts';
import { envelopeOf, eventCases, sampleNames, WATCHED_ACCOUNT, type EventCase } from './event-cases.ts';

test.each(eventCases)('$name', (eventCase) => {
  const envelope = envelopeOf(eventCase);

  const answer = answerTo(envelope, eventCase.accountId);

  expect(answer).toMatchObject(eventCase.expect);
});

test('every sample event has a case as it stands', () => {
  const asTheyStand = eventCases.filter(({ change, remove }) => change === undefined && remove === undefined);

  const named = new Set(asTheyStand.map(({ envelope }: EventCase) => envelope));

  expect(sampleNames.filter((name) => !named.has(name))).toEqual([]);
});

test('the error names field, expectation, event, id and next step in one sentence', () => {
  const envelope = envelopeOf({ name: '', envelope: 'password-created-without-a-user-name', expect: {} });

  const act = () => parseMfaEvent(envelope, WATCHED_ACCOUNT);

  expect(act).toThrow(InvalidEventError);
  expect(act).toThrow(
    /^detail\.requestParameters\.userName of the event CreateLoginProfile \(eventID [\w-]{36}\) must be the name of an IAM user \(.+\): compare .+ redrive it from the dead-letter queue\.$/,
  );
});

function answerTo(envelope: unknown, accountId = WATCHED_ACCOUNT): unknown {
  try {
    return parseMfaEvent(envelope, accountId);
  } catch (error) {
    if (error instanceof InvalidEventError) return { invalid: error.field };
    throw error;
  }
}
