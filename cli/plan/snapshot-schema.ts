import * as v from 'valibot';
import { GUARD_KINDS } from '../../shared/domain/guard-name.ts';

const date = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => new Date(text)),
);

const evidence = <Value extends v.GenericSchema>(value: Value) =>
  v.variant('kind', [
    v.object({ kind: v.literal('known'), value }),
    v.object({ kind: v.literal('not-known'), why: v.string(), of: v.picklist(['user', 'account']) }),
  ]);

// JSON leaves out what is undefined.
const perhaps = <Value extends v.GenericSchema>(value: Value) => v.optional(value, undefined);

const key = v.object({
  number: v.number(),
  active: v.boolean(),
  lastUsed: perhaps(date),
  service: perhaps(v.string()),
  region: perhaps(v.string()),
});

const guard = v.object({
  kind: v.picklist([...GUARD_KINDS, 'edited']),
  by: v.picklist(['managed', 'inline']),
});

const obstacle = v.object({
  how: v.picklist(['boundary', 'deny']),
  by: v.string(),
  actions: v.array(v.string()),
  certain: v.boolean(),
});

const user = v.object({
  userName: v.string(),
  userId: v.string(),
  arn: v.string(),
  groups: perhaps(v.array(v.string())),
  tags: perhaps(v.record(v.string(), v.string())),
  hasPassword: evidence(v.boolean()),
  hasNoDevice: evidence(v.boolean()),
  isGuarded: evidence(v.boolean()),
  guards: evidence(v.array(guard)),
  isAdministrator: evidence(v.boolean()),
  attachedPolicies: evidence(v.number()),
  keys: evidence(v.array(key)),
  certificates: evidence(v.number()),
  serviceCredentials: evidence(v.array(v.string())),
  mustChangePassword: evidence(v.boolean()),
  obstacles: evidence(v.array(obstacle)),
});

/** The part of an audit's document that a plan is made from; fields more are let be. */
export const auditSchema = v.object({
  schemaVersion: v.literal(1),
  command: v.literal('audit'),
  caller: v.string(),
  unread: v.array(
    v.pipe(
      v.object({ what: v.string(), action: v.string(), why: v.string(), users: v.optional(v.number()) }),
      v.transform(({ users, ...rest }) => (users === undefined ? rest : { ...rest, users })),
    ),
  ),
  snapshot: v.object({
    account: v.object({ id: v.string(), partition: v.string() }),
    guardArn: v.string(),
    takenAt: date,
    policiesPerUser: v.number(),
    unlisted: perhaps(v.string()),
    users: v.array(user),
  }),
});
