import type { Document, Statement } from './guard-properties.ts';

/** A guard with one part removed, widened, narrowed or turned. `name` ends the sentence "… is noticed". */
export type Mutant = { readonly name: string; readonly guard: Document };

const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;

const OWN = 'arn:aws:iam::*:user/${aws:username}';

/** What the first Deny might spare too much of. */
const SPARED = ['iam:*', 'sts:*', '*', 'iam:DeactivateMFADevice', 'iam:CreateAccessKey', 's3:GetObject'];

/** What each Allow might grant too much of, as far as the resources of the statement have such actions. */
const GRANTED: Readonly<Record<string, readonly string[]>> = {
  AllowLookups: ['iam:*', 'sts:*', '*', 'iam:DeactivateMFADevice', 'iam:EnableMFADevice', 's3:GetObject'],
  AllowCreateDevice: ['iam:*', '*', 'iam:DeleteVirtualMFADevice'],
  AllowOwnUser: ['iam:*', '*', 'iam:DeactivateMFADevice', 'iam:CreateAccessKey'],
};

/** What a list of the own user's ARNs might be replaced by. */
const WIDER_THAN_OWN = [
  '*',
  'arn:aws:iam::*:user/*',
  'arn:aws:iam::*:user/*${aws:username}',
  'arn:aws:iam::*:user/${aws:username}*',
  'arn:aws:iam::*:user/*${aws:username}*',
];

/** What a resource might be narrowed to. */
const NARROWER: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Resource: {
    AllowCreateDevice: ['arn:aws:iam::*:mfa/${aws:username}'],
    DenyAllButEnrolmentWithoutMFA: [OWN, 'arn:aws:iam::*:*'],
  },
};

/** Every mutant that the simulation must notice. */
export function mutantsOf(guard: Document): readonly Mutant[] {
  const statements = guard.Statement.flatMap(({ Sid }, index) => mutantsOfStatement(guard, Sid, index));
  return [
    ...statements,
    { name: 'a guard of another partition', guard: replaced(guard, 'arn:aws:', 'arn:aws-cn:') },
    { name: 'a guard of another account', guard: replaced(guard, ':iam::*:', ':iam::222222222222:') },
    { name: 'a guard that takes the variable for a name', guard: replaced(guard, '${aws:username}', 'aws:username') },
  ];
}

/** Parts that the simulation does not see, since these actions know no other resource: only the text shows them. */
export const textMutantsOf = (guard: Document): readonly Mutant[] => [
  { name: 'an old version', guard: { ...structuredClone(guard), Version: '2008-10-17' } },
  {
    name: 'devices created on any resource',
    guard: bent(guard, 'AllowCreateDevice', (statement) => {
      statement.Resource = '*';
    }),
  },
  {
    name: 'lookups granted on the own user, which they never have',
    guard: bent(guard, 'AllowLookups', (statement) => {
      statement.Resource = OWN;
    }),
  },
  ...['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices', 'iam:CreateVirtualMFADevice'].map((action) => ({
    name: `${action} granted on the own user, which it never has`,
    guard: bent(guard, 'AllowOwnUser', (statement) => {
      statement.Action = [statement.Action ?? [], action].flat();
    }),
  })),
];

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
    ...LISTS.flatMap((list) => mutantsOfList(statement, list, mutant)),
    ...mutantsOfCondition(statement, mutant),
  ];
}

type Make = (name: string, bend: (statement: Statement) => void) => Mutant;

function mutantsOfList(statement: Statement, list: (typeof LISTS)[number], mutant: Make): readonly Mutant[] {
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
  const more = list === 'NotAction' ? SPARED : list === 'Action' ? (GRANTED[statement.Sid] ?? []) : [];
  const longer = more.map((action) => set(`${list} with ${action}`, [...entries, action]));
  const wider = entries.includes(OWN) ? WIDER_THAN_OWN.map((arn) => set(`${list} ${arn}`, [arn])) : [];
  const narrower = (NARROWER[list]?.[statement.Sid] ?? []).map((arn) => set(`${list} ${arn}`, [arn]));
  return [...without, ...longer, ...wider, ...narrower];
}

function mutantsOfCondition({ Condition }: Statement, mutant: Make): readonly Mutant[] {
  if (Condition === undefined) return [];
  const keys = Object.keys(Condition['BoolIfExists'] ?? {});
  const set = (name: string, operators: Record<string, Record<string, string>>) =>
    mutant(name, (bentOne) => {
      bentOne.Condition = operators;
    });
  const others = (key: string) => ({ [keys.find((one) => one !== key)!]: 'false' });
  return [
    mutant('without its condition', (bentOne) => {
      delete bentOne.Condition;
    }),
    ...keys.flatMap((key) => [
      set(`without ${key}`, { BoolIfExists: others(key) }),
      set(`with ${key} turned`, { BoolIfExists: { ...others(key), [key]: 'true' } }),
      set(`with ${key} asked for by Bool`, { BoolIfExists: others(key), Bool: { [key]: 'false' } }),
      set(`with ${key} asked for by Null`, { BoolIfExists: others(key), Null: { [key]: 'true' } }),
    ]),
  ];
}

function bent(guard: Document, Sid: string, bend: (statement: Statement) => void): Document {
  const copy = structuredClone(guard);
  bend(copy.Statement.find((statement) => statement.Sid === Sid)!);
  return copy;
}

const replaced = (guard: Document, what: string, by: string) =>
  JSON.parse(JSON.stringify(guard).replaceAll(what, by)) as Document;
