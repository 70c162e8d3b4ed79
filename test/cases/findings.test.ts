import { expect, test } from 'vitest';
import type { Finding } from '../../shared/domain/finding.ts';
import { findingsOf } from '../../shared/domain/findings/findings-of.ts';
import { accountOf, findingCases, type FindingCase } from './finding-cases.ts';

test.each(findingCases)('$name', (findingCase) => {
  const { inventory, context } = accountOf(findingCase);

  const findings = findingsOf(inventory, context).filter(isAbout(findingCase));

  expect(findings).toHaveLength(findingCase.expect.length);
  expect(findings).toMatchObject(findingCase.expect);
});

const isAbout =
  ({ about }: FindingCase) =>
  ({ resource }: Finding) =>
    about === undefined || resource.endsWith(about);
