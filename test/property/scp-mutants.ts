import type { Scp, ScpStatement } from './scp-properties.ts';

/** A service control policy with one part bent. */
export type ScpMutant = { readonly name: string; readonly scp: Scp };

const WIDER = 'arn:aws:iam::*:role/*';

const ON_MANY_KINDS = ['ProtectService', 'ProtectRecords', 'ProtectSpared'];

/** Every mutant that the simulation must notice. */
export const mutantsOf = (scp: Scp): readonly ScpMutant[] => [
  ...scp.Statement.flatMap((statement, index) => mutantsOfStatement(scp, statement, index)),
  { name: 'a document of another partition', scp: replaced(scp, 'arn:aws:', 'arn:aws-cn:') },
  { name: 'a document of another stack', scp: replaced(scp, 'aws-mfa-enforcer-prod', 'aws-mfa-enforcer-test') },
  { name: 'a document of another account', scp: replaced(scp, '111111111111', '222222222222') },
];

function mutantsOfStatement(scp: Scp, statement: ScpStatement, index: number): readonly ScpMutant[] {
  const bent = (name: string, change: Partial<ScpStatement>): ScpMutant => ({
    name: `${statement.Sid} ${name}`,
    scp: { ...scp, Statement: scp.Statement.with(index, { ...statement, ...change }) },
  });
  return [
    { name: `${statement.Sid} removed`, scp: { ...scp, Statement: scp.Statement.toSpliced(index, 1) } },
    bent('turned into an Allow', { Effect: 'Allow' }),
    ...mutantsOfActions(statement, bent),
    ...mutantsOfResources(statement, bent),
    ...mutantsOfCondition(statement, bent),
  ];
}

type Bend = (name: string, change: Partial<ScpStatement>) => ScpMutant;

function mutantsOfActions({ Action, NotAction }: ScpStatement, bent: Bend): readonly ScpMutant[] {
  const without = (list: 'Action' | 'NotAction', entries: readonly string[]) =>
    entries
      .filter(() => entries.length > 1)
      .map((entry) => bent(`${list} without ${entry}`, { [list]: entries.filter((other) => other !== entry) }));
  return [
    ...without('Action', Action ?? []),
    ...without('NotAction', NotAction ?? []),
    ...(NotAction === undefined
      ? []
      : ['iam:*', '*'].map((more) => bent(`sparing ${more}`, { NotAction: [...NotAction, more] }))),
  ];
}

function mutantsOfResources({ Sid, Resource }: ScpStatement, bent: Bend): readonly ScpMutant[] {
  if (Resource === '*') return [];
  const arns = [Resource].flat();
  return [
    // The actions of the others know no resource of another kind.
    ...(ON_MANY_KINDS.includes(Sid) ? [bent('on everything', { Resource: '*' })] : []),
    ...arns
      .filter(() => arns.length > 1)
      .map((arn) => bent(`without ${arn}`, { Resource: arns.filter((other) => other !== arn) })),
  ];
}

function mutantsOfCondition({ Condition, Sid }: ScpStatement, bent: Bend): readonly ScpMutant[] {
  if (Condition === undefined) return [];
  const { ArnNotLike = {}, ...others } = Condition;
  const spared = [ArnNotLike['aws:PrincipalArn'] ?? []].flat();
  const sparing = (name: string, arns: string[]) =>
    bent(name, { Condition: { ...others, ArnNotLike: { 'aws:PrincipalArn': arns } } });
  return [
    bent('sparing nobody', { Condition: others }),
    bent('without the rest of its condition', { Condition: { ArnNotLike } }),
    sparing('sparing every role', [...spared, WIDER]),
    ...spared.map((arn) =>
      sparing(
        `without sparing ${arn}`,
        spared.filter((other) => other !== arn),
      ),
    ),
  ].filter(({ name }) => Object.keys(others).length > 0 || name !== `${Sid} without the rest of its condition`);
}

const replaced = (scp: Scp, from: string, to: string): Scp =>
  JSON.parse(JSON.stringify(scp).replaceAll(from, to)) as Scp;
