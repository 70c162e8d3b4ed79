import { expect, test } from 'vitest';
import type { Finding } from '../../shared/domain/finding.ts';
import { audiencesOf } from '../../shared/messages/audiences.ts';
import { toMessage } from '../../shared/messages/to-message.ts';
import { runSweep } from '../../shared/workflow/run-sweep.ts';
import { anAccount } from '../fakes/an-account.ts';
import { asMail } from '../fakes/as-mail.ts';
import { sweeping } from '../fakes/in-memory-sweep.ts';

const nobody = (audience: 'security' | 'owners', status: Finding['status'] = 'open'): Finding => ({
  code: 'nobody-subscribed',
  severity: 'high',
  status,
  resource: `arn:aws:sns:us-east-1:111111111111:${audience}`,
  facts: { audience, pending: 0 },
});

/** The digest of a sweep that found this. */
async function digestOf(...findings: readonly Finding[]) {
  const account = anAccount();
  const rules = { sweepId: 's-1', scope: 'password-without-device', maxNewGuards: 9, atOnce: 1 } as const;
  const request = { ...rules, heartbeatDays: 7, reminderDays: [] };
  await runSweep(
    request,
    () => 900_000,
    () => Promise.resolve(findings),
    sweeping(account).services,
  );
  const [digest] = account.told;
  if (digest === undefined) throw new Error('no digest was told');
  return digest;
}

test('a digest that nobody of security would hear goes to the owners topic too, and says why', async () => {
  const digest = await digestOf(nobody('security'));

  expect(audiencesOf(toMessage(digest), 'critical')).toEqual(['security', 'owners']);
  expect(asMail(digest).text).toContain(
    `The security team does not hear this
  The security topic has no confirmed subscriber (nobody-subscribed), so nobody there gets
  this digest. It goes to the owners topic too, until somebody has confirmed a subscription:`,
  );
});

test.each([
  ['security is heard', []],
  ['only the owners topic has no subscriber', [nobody('owners')]],
  ['it is not known who is subscribed', [nobody('security', 'insufficient-data')]],
])('it stays with security when %s', async (_, findings) => {
  const digest = await digestOf(...findings);

  expect(audiencesOf(toMessage(digest), 'critical')).toEqual(['security']);
  expect(asMail(digest).text).not.toContain('does not hear this');
});

test('it carries no owner: whoever filters the owners topic by owner does not get it', async () => {
  expect(toMessage(await digestOf(nobody('security'))).owner).toBeUndefined();
});
