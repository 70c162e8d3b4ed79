import { describe, expect, test } from 'vitest';
import { endingOf, endingSubject } from '../../shared/domain/exemption-endings.ts';
import { exemptionOf, inForce, isInForce } from '../../shared/domain/exemption.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';

const at = (text: string) => new Date(text);
const EXEMPTION = anExemption('AIDA1', {
  createdAt: at('2026-11-01T00:00:00Z'),
  expiresAt: at('2026-12-01T00:00:00Z'),
});

describe('an exemption is in force', () => {
  test.each([
    ['from its approval on', '2026-11-01T00:00:00Z', true],
    ['until a millisecond before its end', '2026-11-30T23:59:59.999Z', true],
    ['and not at its end', '2026-12-01T00:00:00Z', false],
    ['although an approver’s clock is minutes ahead', '2026-10-31T23:56:00Z', true],
    ['but not when it is dated ahead', '2026-10-31T23:00:00Z', false],
  ])('%s', (_name, now, expected) => {
    expect(isInForce(EXEMPTION, at(now))).toBe(expected);
  });

  test.each([
    [false, 365, true],
    [false, 366, false],
    [true, 90, true],
    [true, 91, false],
  ])('for at most its limit (break-glass: %s, %i days: %s)', (breakGlass, days, expected) => {
    const expiresAt = new Date(EXEMPTION.createdAt.getTime() + days * 86_400_000);

    expect(isInForce({ ...EXEMPTION, breakGlass, expiresAt }, EXEMPTION.createdAt)).toBe(expected);
  });
});

test('an exemption is found by the unique id and not by the name', () => {
  const now = EXEMPTION.createdAt;

  expect(exemptionOf('AIDA1', [EXEMPTION], now)).toBe(EXEMPTION);
  expect(exemptionOf('jane.doe', [EXEMPTION], now)).toBeUndefined();
  expect(exemptionOf('AIDA2', [EXEMPTION], now)).toBeUndefined();
});

test('those in force are told with the next to end first', () => {
  const sooner = { ...EXEMPTION, userId: 'AIDA2', expiresAt: at('2026-11-20T00:00:00Z') };
  const ended = { ...EXEMPTION, userId: 'AIDA3', expiresAt: at('2026-11-02T00:00:00Z') };

  expect(inForce([EXEMPTION, ended, sooner], at('2026-11-10T00:00:00Z'))).toEqual([sooner, EXEMPTION]);
});

describe('its end', () => {
  test.each([
    ['is no story while it is far', '2026-11-16T22:00:00Z', undefined],
    ['is announced 14 days before', '2026-11-17T00:00:00Z', { kind: 'ends-soon', days: 14 }],
    ['is announced by a sweep that begins a little early', '2026-11-16T23:10:00Z', { kind: 'ends-soon', days: 14 }],
    ['is the same announcement until three days before', '2026-11-27T00:00:00Z', { kind: 'ends-soon', days: 14 }],
    ['is announced three days before', '2026-11-28T00:00:00Z', { kind: 'ends-soon', days: 3 }],
    ['is told when it has come', '2026-12-01T00:00:00Z', { kind: 'ended' }],
    ['is told when it has come long ago', '2026-12-20T00:00:00Z', { kind: 'ended' }],
  ])('%s', (_name, now, expected) => {
    expect(endingOf(EXEMPTION, at(now))).toEqual(expected);
  });

  test('is not announced of one that frees nobody anyway', () => {
    const tooLong = { ...EXEMPTION, createdAt: at('2025-11-01T00:00:00Z') };

    expect(endingOf(tooLong, at('2026-11-30T00:00:00Z'))).toBeUndefined();
  });

  test('is another story once it was renewed', () => {
    const ending = { kind: 'ended' } as const;
    const renewed = { ...EXEMPTION, expiresAt: at('2027-01-01T00:00:00Z') };

    expect(endingSubject('1', { exemption: renewed, ending })).not.toBe(
      endingSubject('1', { exemption: EXEMPTION, ending }),
    );
  });
});
