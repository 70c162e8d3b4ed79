import { expect, test } from 'vitest';
import { readInventory } from '../../shared/workflow/read-inventory.ts';
import { anAccount } from '../fakes/an-account.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';

const MINUTE = 60_000;

/** From when to when, and for what, event history is asked; a report of so many minutes, or none. */
async function asked(minutes: number | 'refused') {
  const account = anAccount();
  const sweep = sweeping(account);
  const reportedAt = account.clock.now().getTime();
  sweep.reports();
  if (minutes === 'refused') sweep.refuses('report');
  else account.clock.advance(minutes * MINUTE);
  const asked: { from: number; until: number; names: readonly string[] }[] = [];
  const history: typeof sweep.services.history = {
    between: (from, until, attributes) => {
      asked.push({ from: from.getTime(), until: until.getTime(), names: attributes.map(([, name]) => name) });
      return Promise.resolve({ complete: true, events: [] });
    },
  };
  await readInventory({ ...sweep.services, history });
  return { asked, reportedAt, now: account.clock.now().getTime() };
}

test.each([0, 60, 239])('history is read from a quarter of an hour before a report of %s minutes', async (minutes) => {
  const { asked: questions, reportedAt, now } = await asked(minutes);

  expect(questions).toEqual([
    {
      from: reportedAt - 15 * MINUTE,
      until: now,
      names: ['CreateLoginProfile', 'DeactivateMFADevice', 'UpdateUser'],
    },
  ]);
});

test('without a report history is read for as long as a report could be old', async () => {
  const { asked: questions, now } = await asked('refused');

  expect(questions).toMatchObject([{ from: now - (240 + 15) * MINUTE, until: now }]);
});
