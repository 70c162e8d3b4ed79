/** A CloudFormation template, as far as the tests read it. */
export type Template = {
  readonly Parameters: Record<string, Record<string, unknown>>;
  readonly Conditions: Record<string, unknown>;
  readonly Rules: Record<string, unknown>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, unknown>;
};

export type Resource = {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Record<string, unknown>;
} & Readonly<Record<string, unknown>>;

/** What CloudFormation knows when it resolves: pseudo parameters such as `AWS::Region`, and parameters by name. */
export type Known = Readonly<Record<string, string>>;

const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Resolves the intrinsic functions as CloudFormation would. A reference to a resource becomes its logical id, with the
 * attribute after a dot: `StateTable.Arn`. Resources whose condition is false are left out.
 * @throws Error for a reference to something that does not exist, and for a function that it does not know.
 */
export function resolveTemplate(template: Template, known: Known): Template {
  const defaults = Object.entries(template.Parameters).map(([name, { Default }]) => [name, String(Default)] as const);
  const values: Known = { ...Object.fromEntries(defaults), ...known };
  const resolve = resolver(template, values);
  const there = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || resolve({ Condition }) === true,
  );
  return {
    ...template,
    Resources: resolve(Object.fromEntries(there)) as Template['Resources'],
    Outputs: resolve(template.Outputs) as Template['Outputs'],
  };
}

function resolver(template: Template, values: Known): (value: unknown) => unknown {
  const nameOf = (name: string): string => {
    const value = values[name];
    if (value !== undefined) return value;
    const [logicalId = ''] = name.split('.');
    if (template.Resources[logicalId] === undefined) throw new Error(`${name} does not exist`);
    return name;
  };

  const functions: Record<string, (argument: never) => unknown> = {
    Ref: (name: string) => (name === 'AWS::NoValue' ? NO_VALUE : nameOf(name)),
    Condition: (name: string) => {
      if (!(name in template.Conditions)) throw new Error(`Condition ${name} does not exist`);
      return resolve(template.Conditions[name]);
    },
    'Fn::GetAtt': ([logicalId, attribute]: [string, string]) => nameOf(`${logicalId}.${attribute}`),
    'Fn::Sub': (text: string) =>
      text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) =>
        literal ? `\${${name}}` : nameOf(name),
      ),
    'Fn::Join': ([separator, parts]: [string, unknown[]]) => parts.map(resolve).join(separator),
    'Fn::Split': ([separator, text]: [string, unknown]) => String(resolve(text)).split(separator),
    'Fn::Select': ([index, list]: [number, unknown]) => (resolve(list) as unknown[])[index],
    'Fn::If': ([condition, yes, no]: [string, unknown, unknown]) =>
      resolve(resolve({ Condition: condition }) === true ? yes : no),
    'Fn::Equals': ([left, right]: [unknown, unknown]) => resolve(left) === resolve(right),
    'Fn::Not': ([condition]: [unknown]) => resolve(condition) !== true,
    'Fn::And': (conditions: unknown[]) => conditions.every((condition) => resolve(condition) === true),
    'Fn::Or': (conditions: unknown[]) => conditions.some((condition) => resolve(condition) === true),
    'Fn::Contains': ([list, value]: [unknown[], unknown]) => list.includes(resolve(value)),
  };

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((part) => part !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined) {
      const evaluate = functions[name];
      if (evaluate !== undefined && (name !== 'Condition' || typeof argument === 'string')) {
        return evaluate(argument as never);
      }
      if (name.startsWith('Fn::')) throw new Error(`Unknown function ${name}`);
    }
    const parts = entries.map(([key, part]) => [key, resolve(part)] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== NO_VALUE));
  }

  return resolve;
}

type Rule = { RuleCondition?: unknown; Assertions: { Assert: unknown; AssertDescription: string }[] };

/** Why the template's section `Rules` does not let itself be deployed. */
export function refusals(template: Template, parameters: Known): readonly string[] {
  const defaults = Object.entries(template.Parameters).map(([name, { Default }]) => [name, String(Default)] as const);
  const resolve = resolver(template, { ...Object.fromEntries(defaults), ...parameters });
  return (Object.values(template.Rules) as Rule[])
    .filter(({ RuleCondition }) => RuleCondition === undefined || resolve(RuleCondition) === true)
    .flatMap(({ Assertions }) => Assertions)
    .filter(({ Assert }) => resolve(Assert) !== true)
    .map(({ AssertDescription }) => AssertDescription);
}
