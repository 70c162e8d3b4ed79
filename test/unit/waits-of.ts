import type { Template } from './resolve-template.ts';

/** For each resource, by its logical id, the others that CloudFormation makes before it: whatever its text refers to. */
export function waitsOf({ Resources }: Template): ReadonlyMap<string, readonly string[]> {
  const isResource = (name: string) => Object.hasOwn(Resources, name);
  return new Map(
    Object.entries(Resources).map(([id, resource]) => [
      id,
      [...[resource.DependsOn ?? []].flat(), ...[...namedIn(resource.Properties)].filter(isResource)],
    ]),
  );
}

/** {@link https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html} */
function* namedIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'Ref') yield String(part);
    else if (key === 'Fn::GetAtt') yield String((part as readonly unknown[])[0]);
    else if (key === 'Fn::Sub') {
      const [text, values] = [part].flat() as readonly unknown[];
      yield* namesOf(text);
      yield* namedIn(values);
    } else yield* namedIn(part);
  }
}

/** `${Name}` and `${Name.Attribute}`; `${!Name}` is a text. */
function* namesOf(text: unknown): Generator<string> {
  for (const [, name = ''] of String(text).matchAll(/\$\{([^!}][^}.]*)[^}]*\}/g)) yield name;
}
