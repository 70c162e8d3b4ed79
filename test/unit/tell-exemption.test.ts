import { describe, expect, test } from 'vitest';
import { exemptionItem } from '../../shared/aws/exemption-item.ts';
import { ExemptionChangesError, parseExemptionChanges } from '../../shared/events/parse-exemption-changes.ts';
import { tellExemptionChanges } from '../../shared/workflow/tell-exemption-changes.ts';
import { anAccount } from '../fakes/an-account.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';

const JANE = anExemption('AIDA1', { expiresAt: new Date('2026-12-01T00:00:00Z') });
const DYNAMODB = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

type Images = { NewImage?: object; OldImage?: object };

const record = (images: Images, of: { seq?: string; at?: string; userIdentity?: object } = {}) => ({
  eventID: `id-${of.seq ?? '1'}`,
  eventName: 'MODIFY',
  ...(of.userIdentity === undefined ? {} : { userIdentity: of.userIdentity }),
  dynamodb: {
    ApproximateCreationDateTime: Date.parse(of.at ?? '2026-11-24T12:00:00Z') / 1000,
    Keys: { userId: { S: 'AIDA1' } },
    SequenceNumber: of.seq ?? '1',
    ...images,
  },
});

const changesIn = (...records: readonly object[]) => parseExemptionChanges({ Records: records });

describe('a change', () => {
  test.each([
    ['added', { NewImage: exemptionItem(JANE) }, undefined, JANE],
    ['taken away', { OldImage: exemptionItem(JANE) }, JANE, undefined],
    ['made unreadable', { OldImage: exemptionItem(JANE), NewImage: { userId: { S: 'AIDA1' } } }, JANE, 'unreadable'],
  ])('%s is read as it was and is', (_name, images, before, after) => {
    expect(changesIn(record(images))).toEqual([
      {
        sequenceNumber: '1',
        change: { id: 'id-1', at: new Date('2026-11-24T12:00:00Z'), userId: 'AIDA1', before, after },
      },
    ]);
  });

  test('is left out where DynamoDB cleared away what had ended', () => {
    const cleared = record({ OldImage: exemptionItem(JANE) }, { at: '2027-01-02T00:00:00Z', userIdentity: DYNAMODB });

    expect(changesIn(cleared)).toEqual([]);
  });

  test('is told where DynamoDB cleared away what was in force, which somebody has brought about', () => {
    expect(changesIn(record({ OldImage: exemptionItem(JANE) }, { userIdentity: DYNAMODB }))).toHaveLength(1);
  });

  test('is told where somebody took away what had ended', () => {
    expect(changesIn(record({ OldImage: exemptionItem(JANE) }, { at: '2027-01-02T00:00:00Z' }))).toHaveLength(1);
  });

  test.each([[{}], [{ Records: [{ eventID: 'x' }] }], ['text']])('of no stream is refused: %j', (event) => {
    expect(() => parseExemptionChanges(event)).toThrow(ExemptionChangesError);
  });
});

describe('telling', () => {
  const some = () => changesIn(...['1', '2', '3'].map((seq) => record({ NewImage: exemptionItem(JANE) }, { seq })));

  test('goes in the order of the stream', async () => {
    const account = anAccount();

    const told = await tellExemptionChanges(some(), account.services);

    expect(told).toEqual({ changesTold: 3, batchItemFailures: [] });
    expect(account.told.map((one) => one.kind === 'exemption-changed' && one.change.id)).toEqual([
      'id-1',
      'id-2',
      'id-3',
    ]);
  });

  test('goes on from the first that was refused, so that none is lost or overtaken', async () => {
    const account = anAccount();
    account.refusesPublishes(1);

    expect(await tellExemptionChanges(some(), account.services)).toEqual({
      changesTold: 0,
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(account.told).toEqual([]);
  });
});
