import { describe, expect, test } from 'vitest';
import { channelNotices, type Ways } from '../../shared/aws/channel-notices.ts';
import type { Audience, Message } from '../../shared/domain/message.ts';
import { NotToldError } from '../../shared/domain/not-told-error.ts';
import type { Notification } from '../../shared/domain/notification.ts';
import { NO_OWNER, type Owner } from '../../shared/domain/owner.ts';
import { deviceAdded, passwordSet, rootSignedIn, virtualDevice } from '../fakes/some-events.ts';

const AT = new Date('2026-11-24T12:00:00Z');
const account = { id: '111111111111', partition: 'aws' };
const OWNER: Owner = { kind: 'address', address: 'team-a@example.com', from: 'tag "owner"' };
const rootAlert: Notification = { kind: 'root-alert', account, happened: rootSignedIn({ at: AT }) };
const userGuarded = (owner: Owner = OWNER): Notification => ({
  kind: 'user-guarded',
  account,
  happened: passwordSet('jane.doe', { at: AT }),
  outcome: {
    user: { accountId: '111111111111', userName: 'jane.doe' },
    decision: { compliance: 'non-compliant', desired: 'guard', reasons: [{ code: 'password-without-device' }] },
    at: AT,
    effect: 'applied',
  },
  details: { arn: undefined, owner, assumedRoles: { kind: 'not-asked' } },
});
const added: Notification = {
  ...userGuarded(),
  kind: 'device-added',
  happened: deviceAdded('jane.doe', virtualDevice('phone'), { at: AT }),
} as Notification;

/** The ways out, each of which notes what it was given, or fails as a test says. */
function ways(change: Partial<Ways> = {}, failing: readonly (Audience | 'mail' | 'bus')[] = []) {
  const out: string[] = [];
  const texts: Message[] = [];
  const way = (name: Audience | 'mail' | 'bus') => {
    if (failing.includes(name)) throw new Error(`${name} is down`);
    out.push(name);
  };
  const all: Ways = {
    // eslint-disable-next-line @typescript-eslint/require-await -- a rejection, as of a real call, not a throw
    publish: async (message, audience) => {
      way(audience);
      texts.push(message);
    },
    minimumSeverity: 'medium',
    // eslint-disable-next-line @typescript-eslint/require-await -- the same
    mail: async (_, address) => {
      way('mail');
      out.push(address);
      return { kind: 'sent' };
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- the same
    emit: async () => {
      way('bus');
    },
    ...change,
  };
  return { out, texts, notices: channelNotices(all) };
}

describe('a notification', () => {
  test('of a guarded user goes to the owner by mail, to both topics, and to the bus', async () => {
    const { out, notices } = ways();

    await notices.publish(userGuarded());

    expect(out).toEqual(['mail', 'team-a@example.com', 'owners', 'security', 'bus']);
  });

  test('below the minimum severity of security goes to owners alone', async () => {
    const { out, notices } = ways();

    await notices.publish(added);

    expect(out).toEqual(['mail', 'team-a@example.com', 'owners', 'bus']);
  });

  test('about root goes to security at once, and is never held', async () => {
    const { out, notices } = ways({ hold: () => Promise.resolve(true) });

    await notices.publish(rootAlert);

    expect(out).toEqual(['security', 'bus']);
  });

  test.each<[string, Owner]>([
    ['without a known owner', NO_OWNER],
    ['of an owner without an address', { kind: 'name', name: 'platform', from: 'tag "owner"' }],
    ['of two possible owners', { kind: 'ambiguous', values: ['a@example.com', 'b@example.com'], from: 'tag "owner"' }],
  ])('%s is mailed to nobody', async (_, owner) => {
    const { out, notices } = ways();

    await notices.publish(userGuarded(owner));

    expect(out).toEqual(['owners', 'security', 'bus']);
  });

  test('that is one too many of this minute is held, and goes to the bus all the same', async () => {
    const { out, notices } = ways({ hold: (_, publishes) => Promise.resolve(publishes === 2) });

    await notices.publish(userGuarded());

    expect(out).toEqual(['bus']);
  });
});

describe('a way that fails', () => {
  test('keeps none of the others from telling, and is thrown by name', async () => {
    const { out, notices } = ways({}, ['owners']);

    const error: unknown = await notices.publish(userGuarded()).catch((thrown: unknown) => thrown);

    expect(out).toEqual(['mail', 'team-a@example.com', 'security', 'bus']);
    expect(error).toBeInstanceOf(NotToldError);
    expect((error as NotToldError).message).toContain('Could not tell by owners (Error: owners is down)');
    expect((error as NotToldError).told).toEqual(['mail', 'security', 'bus']);
  });

  test('is tried again alone: whoever was told is not told again', async () => {
    const { out, notices } = ways();

    await notices.publish(userGuarded(), ['mail', 'security', 'bus']);

    expect(out).toEqual(['owners']);
  });

  test('while the rest is held: only it is tried again', async () => {
    const { notices } = ways({ hold: () => Promise.resolve(true) }, ['bus']);

    const error: unknown = await notices.publish(userGuarded()).catch((thrown: unknown) => thrown);

    expect((error as NotToldError).told).toEqual(['mail', 'owners', 'security']);
  });

  test('beside a mail that was refused: the next attempt hears of the refusal too', async () => {
    const { notices } = ways({ mail: () => Promise.resolve({ kind: 'refused', why: 'sandbox' }) }, ['owners']);

    const error: unknown = await notices.publish(userGuarded()).catch((thrown: unknown) => thrown);

    expect((error as NotToldError).told).toEqual(['security', 'bus']);
  });

  test('by a refusal that no retry changes is no failure: whoever reads the topics hears of it', async () => {
    const why = 'Email address is not verified';
    const { out, texts, notices } = ways({ mail: () => Promise.resolve({ kind: 'refused', why }) });

    await notices.publish(userGuarded());

    expect(out).toEqual(['owners', 'security', 'bus']);
    for (const { sections } of texts) {
      expect(sections.at(-1)).toMatchObject({ heading: 'The owner was NOT mailed' });
      expect(sections.at(-1)?.lines[0]).toContain(`team-a@example.com was refused: ${why}`);
    }
  });
});
