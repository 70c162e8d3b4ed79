import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SOURCE } from '../../shared/aws/emit-events.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Notification, UserNotification } from '../../shared/domain/notification.ts';
import { toDomainEvents } from '../../shared/messages/to-domain-events.ts';
import { messageCases } from '../cases/message-cases.ts';

const notificationOf = (name: string) => messageCases.find((one) => one.name === name)!.notification;
const typesOf = (name: string) => toDomainEvents(notificationOf(name)).map(({ detailType }) => detailType);
const digest = notificationOf('sweep-digest') as Extract<Notification, { kind: 'sweep-digest' }>;
const sizeOf = (detail: unknown) => Buffer.byteLength(JSON.stringify(detail));

test.each([
  ['user-guarded', ['User Guarded']],
  ['user-would-be-guarded', ['User Would Be Guarded']],
  ['guard-failed', ['Guard Failed']],
  ['device-added', ['MFA Device Added']],
  ['root-signed-in', ['Root Signed In Without MFA']],
  ['root-password-set', ['Root Password Set']],
  ['root-device-removed', ['Root MFA Device Removed']],
  ['users-guarded', ['User Guarded', 'User Guarded', 'User Guarded']],
  ['users-would-be-guarded', ['User Would Be Guarded']],
  ['sweep-digest', ['Sweep Completed', 'Guard Failed']],
  ['events-lost', ['Event Lost']],
  ['users-reminded', ['User Reminded', 'User Reminded']],
  ['users-overdue', ['User Overdue', 'User Overdue']],
  ['exemptions-ending', ['Exemption Ending', 'Exemption Ending']],
  ['exemption-added', ['Exemption Changed']],
])('%s is on the bus as %j', (name, types) => {
  expect(typesOf(name)).toEqual(types);
});

test('a digest of what was too many is no event: each of it was one', () => {
  expect(typesOf('held-digest')).toEqual([]);
});

test('an owner who is not certain is left out, not guessed', () => {
  const owners = ['user-guarded', 'guard-failed', 'guard-failed-policy-missing'].map(
    (name) => (toDomainEvents(notificationOf(name))[0]?.detail as { owner?: string }).owner,
  );

  expect(owners).toEqual(['jane.doe@example.com', undefined, undefined]);
});

test('text from outside reaches machines as it is, and cut where it is endless', () => {
  const guarded = notificationOf('user-guarded') as UserNotification;
  const { happened } = guarded;
  const userAgent = `<!channel>\n${'x'.repeat(300_000)}`;

  const [event] = toDomainEvents({ ...guarded, happened: { ...happened, actor: { ...happened.actor, userAgent } } });

  const { actor } = event?.detail as { actor: { userAgent: string } };
  expect(actor.userAgent).toMatch(/^<!channel>\nx+… \(297963 characters more\)$/);
});

describe('a sweep of an enormous account', () => {
  const finding = (i: number): Finding => ({
    code: 'access-key-unused',
    severity: 'low',
    status: 'open',
    resource: `arn:aws:iam::111111111111:user/user-${i}`,
    facts: { keys: 'AKIAIOSFODNN7EXAMPLE', days: 100 },
  });
  const fresh = Array.from({ length: 20_000 }, (_, i) => finding(i));
  const resolved = fresh.map(({ code, resource }) => `${code}|${resource}|open`);
  const [event] = toDomainEvents({ ...digest, changes: { fresh, resolved } });

  test('fits into an entry of EventBridge', () => {
    expect(sizeOf(event?.detail)).toBeLessThanOrEqual(256 * 1024);
  });

  test('says how many it left out of what', () => {
    const { newFindings, resolvedFindings, leftOut, counts } = event?.detail as unknown as {
      newFindings: unknown[];
      resolvedFindings: unknown[];
      leftOut: { newFindings: number; resolvedFindings: number };
      counts: { new: number; resolved: number };
    };

    expect(counts).toMatchObject({ new: 20_000, resolved: 20_000 });
    expect(newFindings.length + leftOut.newFindings).toBe(20_000);
    expect(resolvedFindings.length + leftOut.resolvedFindings).toBe(20_000);
    expect(newFindings.length).toBeGreaterThan(0);
    expect(resolvedFindings.length).toBeGreaterThan(0);
  });
});

test('no rule of ours matches events of ours: each names its sources, and we are none of them', () => {
  const patterns = globSync('infrastructure/rules/patterns/*.yml').map((path) => {
    const source = readFileSync(path, 'utf8').replaceAll(/!(If|Ref|GetAtt|Sub)\b/g, '');
    return parse(source) as { source?: (string | { prefix: string })[] };
  });

  expect(patterns).toHaveLength(9);
  for (const { source = [] } of patterns) {
    expect(source.length).toBeGreaterThan(0);
    // Whatever service our roles are used at: all of AWS's own, which nobody else may name.
    for (const one of source) expect(typeof one === 'string' ? one : one.prefix).toMatch(/^aws\./);
    expect(source).not.toContain(SOURCE);
  }
});
