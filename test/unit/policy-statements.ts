import type { Template } from './resolve-template.ts';

export type Statement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
};

type Document = { readonly Statement: readonly Statement[] };

/** Every statement of every policy that a resource holds, trust policies aside. */
export function statementsOf(template: Template, logicalId: string): readonly Statement[] {
  const properties = template.Resources[logicalId]?.Properties ?? {};
  const documents = [
    properties['PolicyDocument'],
    properties['KeyPolicy'],
    ...((properties['Policies'] ?? []) as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument),
  ];
  return documents.flatMap((document) => (document === undefined ? [] : (document as Document).Statement));
}

export const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** What a role or a resource policy allows: the resources and condition of each statement with the action. */
export function allows(template: Template, logicalId: string, action: string) {
  return statementsOf(template, logicalId)
    .filter(({ Effect, Action }) => Effect === 'Allow' && listed(Action).includes(action))
    .map(({ Resource, Condition, Principal }) => ({ on: listed(Resource), when: Condition, who: Principal }));
}

/** The logical ids of all resources of a type. */
export const idsOf = (template: Template, type: string): readonly string[] =>
  Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([logicalId]) => logicalId);
