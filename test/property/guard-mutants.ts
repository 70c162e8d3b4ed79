import type { Document, Statement } from './guard-properties.ts';

/** A guard with one part removed, widened, narrowed or turned. `name` ends the sentence "… is noticed". */
export type Mutant = { readonly name: string; readonly guard: Document };

const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;

const OWN = 'arn:aws:iam::*:user/${aws:username}';

/** What the first Deny might spare too much of. */
const SPARED: Readonly<Record<string, readonly string[]>> = {
  DenyAllButEnrolmentWithoutMFA: [
    'iam:*',
    'sts:*',
    '*',
    'iam:DeactivateMFADevice',
    'iam:CreateAccessKey',
    's3:GetObject',
  ],
  DenyAllButSignInWithoutMFA: [
    'iam:*',
    'sts:*',
    '*',
    'iam:EnableMFADevice',
    'iam:CreateVirtualMFADevice',
    'iam:ResyncMFADevice',
    'iam:GetUser',
    's3:GetObject',
  ],
};

/** What each Allow might grant too much of, as far as the resources of the statement have such actions. */
const GRANTED: Readonly<Record<string, readonly string[]>> = {
  AllowLookups: ['iam:*', 'sts:*', '*', 'iam:DeactivateMFADevice', 'iam:EnableMFADevice', 's3:GetObject'],
  AllowCreateDevice: ['iam:*', '*', 'iam:DeleteVirtualMFADevice'],
  AllowOwnUser: ['iam:*', '*', 'iam:DeactivateMFADevice', 'iam:CreateAccessKey'],
  AllowEnrolment: ['iam:*', '*', 'iam:DeleteVirtualMFADevice', 'iam:DeactivateMFADevice', 'iam:CreateAccessKey'],
};

/** What a list of the own user's ARNs might be replaced by. */
const WIDER_THAN_OWN = [
  '*',
  'arn:aws:iam::*:user/*',
  'arn:aws:iam::*:user/*${aws:username}',
  'arn:aws:iam::*:user/${aws:username}*',
  'arn:aws:iam::*:user/*${aws:username}*',
];

const ANY_DEVICE = 'arn:aws:iam::*:mfa/*';
const OWN_DEVICE = 'arn:aws:iam::*:mfa/${aws:username}';

/** What a resource might be narrowed to. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  AllowCreateDevice: [OWN_DEVICE],
  DenyAllButEnrolmentWithoutMFA: [OWN, 'arn:aws:iam::*:*'],
  DenyAllButSignInWithoutMFA: [OWN, 'arn:aws:iam::*:*'],
};

/** Every mutant that the simulation must notice. */
export function mutantsOf(guard: Document): readonly Mutant[] {
  const statements = guard.Statement.flatMap(({ Sid = '' }, index) => mutantsOfStatement(guard, Sid, index));
  return [
    ...statements,
    { name: 'a guard of another partition', guard: replaced(guard, 'arn:aws:', 'arn:aws-cn:') },
    { name: 'a guard of another account', guard: replaced(guard, ':iam::*:', ':iam::222222222222:') },
    { name: 'a guard that takes the variable for a name', guard: replaced(guard, '${aws:username}', 'aws:username') },
  ];
}

/** Parts that the simulation does not see, since these actions know no other resource: only the text shows them. */
export const textMutantsOf = (guard: Document): readonly Mutant[] => [
  ...inlineTextMutantsOf(guard),
  {
    name: 'devices created on any resource',
    guard: bent(guard, 'AllowCreateDevice', (statement) => {
      statement.Resource = '*';
    }),
  },
  ...grantedTwice(guard, 'AllowOwnUser', 'iam:CreateVirtualMFADevice'),
];

/** The same of an inline text, which grants devices and the own user in one statement. */
export const inlineTextMutantsOf = (guard: Document): readonly Mutant[] => [
  { name: 'an old version', guard: { ...structuredClone(guard), Version: '2008-10-17' } },
  {
    name: 'lookups granted on the own user, which they never have',
    guard: bent(guard, 'AllowLookups', (statement) => {
      statement.Resource = OWN;
    }),
  },
  ...['AllowOwnUser', 'AllowEnrolment'].flatMap((Sid) =>
    grantedTwice(guard, Sid, 'iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices'),
  ),
];

const grantedTwice = (guard: Document, Sid: string, ...actions: readonly string[]): readonly Mutant[] =>
  guard.Statement.filter((statement) => statement.Sid === Sid).flatMap(() =>
    actions.map((action) => ({
      name: `${action} granted on the own user, which it never has`,
      guard: bent(guard, Sid, (statement) => {
        statement.Action = [statement.Action ?? [], action].flat();
      }),
    })),
  );

function mutantsOfStatement(guard: Document, Sid: string, index: number): readonly Mutant[] {
  const statement = guard.Statement[index]!;
  const mutant = (name: string, bend: (statement: Statement) => void): Mutant => ({
    name: `${Sid} ${name}`,
    guard: bent(guard, Sid, bend),
  });
  return [
    { name: `${Sid} removed`, guard: { ...guard, Statement: guard.Statement.filter((_, at) => at !== index) } },
    mutant('turned into its opposite', (turned) => {
      turned.Effect = statement.Effect === 'Deny' ? 'Allow' : 'Deny';
    }),
    ...LISTS.flatMap((list) => mutantsOfList(statement, Sid, list, mutant)),
    ...mutantsOfCondition(statement, mutant),
  ];
}

type Make = (name: string, bend: (statement: Statement) => void) => Mutant;

function mutantsOfList(
  statement: Statement,
  Sid: string,
  list: (typeof LISTS)[number],
  mutant: Make,
): readonly Mutant[] {
  const entries = [statement[list] ?? []].flat();
  if (entries.length === 0) return [];
  const set = (name: string, value: string[]) =>
    mutant(name, (bentOne) => {
      bentOne[list] = value;
    });
  const without = entries
    .filter(() => entries.length > 1)
    .map((entry) =>
      set(
        `${list} without ${entry}`,
        entries.filter((other) => other !== entry),
      ),
    );
  const more = (list === 'NotAction' ? SPARED[Sid] : list === 'Action' ? GRANTED[Sid] : undefined) ?? [];
  const longer = more.map((action) => set(`${list} with ${action}`, [...entries, action]));
  const others = entries.filter((entry) => !entry.endsWith('${aws:username}'));
  const wider = entries.includes(OWN) ? WIDER_THAN_OWN.map((arn) => set(`${list} ${arn}`, [...others, arn])) : [];
  const narrower = (list === 'Resource' ? (NARROWER[Sid] ?? []) : []).map((arn) => set(`${list} ${arn}`, [arn]));
  const own = entries.length > 1 && entries.includes(ANY_DEVICE) ? [OWN_DEVICE] : [];
  const fewer = own.map((arn) => set(`${list} ${arn}`, [arn, ...entries.filter((entry) => entry !== ANY_DEVICE)]));
  return [...without, ...longer, ...wider, ...narrower, ...fewer];
}

function mutantsOfCondition({ Condition }: Statement, mutant: Make): readonly Mutant[] {
  if (Condition === undefined) return [];
  const parts = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ operator, key, value })),
  );
  const set = (name: string, all: typeof parts) =>
    mutant(name, (bentOne) => {
      bentOne.Condition = conditionOf(all);
    });
  return [
    mutant('without its condition', (bentOne) => {
      delete bentOne.Condition;
    }),
    ...parts.flatMap(({ operator, key, value }) => {
      const others = parts.filter((part) => part.key !== key);
      const other = operator === 'Bool' ? 'BoolIfExists' : 'Bool';
      return [
        set(`without ${key}`, others),
        set(`with ${key} turned`, [...others, { operator, key, value: 'true' }]),
        set(`with ${key} asked for by ${other}`, [...others, { operator: other, key, value }]),
        set(`with ${key} asked for by Null`, [...others, { operator: 'Null', key, value: 'true' }]),
      ];
    }),
  ];
}

function conditionOf(parts: readonly { operator: string; key: string; value: string }[]) {
  const condition: Record<string, Record<string, string>> = {};
  for (const { operator, key, value } of parts) condition[operator] = { ...condition[operator], [key]: value };
  return condition;
}

function bent(guard: Document, Sid: string, bend: (statement: Statement) => void): Document {
  const copy = structuredClone(guard);
  bend(copy.Statement.find((statement) => statement.Sid === Sid)!);
  return copy;
}

const replaced = (guard: Document, what: string, by: string) =>
  JSON.parse(JSON.stringify(guard).replaceAll(what, by)) as Document;
