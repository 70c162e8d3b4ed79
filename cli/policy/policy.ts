import { guardDocument, inlineGuardDocument } from '../../shared/domain/guard-document.ts';
import { SERVICE_CONTROL_POLICY_QUOTA, serviceControlPolicy } from '../../shared/domain/service-control-policy.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { Report } from '../report.ts';
import type { Terminal } from '../terminal.ts';
import { SCHEMA_VERSION } from '../to-json.ts';
import type { PolicyOptions } from './policy-options.ts';

/** What the document cannot say itself, for whoever reads the terminal. */
const BESIDE = `A service control policy does not bind the management account, its users and roles: keep the service's users out of it.
Whoever is not spared cannot deploy, release, exempt or delete a user who carries the guard: docs/policy.md.
`;

/**
 * The document, minified: AWS counts the white space of a service control policy.
 *
 * @throws CliError when it cannot be made: there is no such text, nobody is spared, a spared ARN can never match, or it is too long for AWS.
 */
export function policy(options: PolicyOptions, { err }: Pick<Terminal, 'err'>): Report {
  const document = documentOf(options);
  const text = JSON.stringify(document);
  if (options.kind === 'scp') err(BESIDE);
  const { kind } = options;
  return {
    exitCode: EXIT.clean,
    document: { schemaVersion: SCHEMA_VERSION, command: 'policy', exitCode: EXIT.clean, kind, document },
    text: () => [text],
  };
}

function documentOf(options: PolicyOptions) {
  const { kind, inline, partition } = options;
  if (kind !== 'scp') return inline ? inlineGuardDocument(partition, kind) : guardDocument(partition, kind);
  if (inline) throw new CliError('A service control policy is no inline policy: leave --inline out.');
  return protection(options);
}

function protection({ partition, account, stack, deployer, releaseRole }: PolicyOptions) {
  if (deployer.length === 0) {
    throw new CliError('Nobody could deploy or remove the stack any more: name who may with --deployer ARN.');
  }
  for (const arn of [...deployer, ...(releaseRole === undefined ? [] : [releaseRole])]) {
    const [, itsPartition, , , itsAccount = ''] = arn.split(':');
    if (itsPartition !== partition) {
      throw new CliError(`${arn} is not of the partition ${partition}, so it would spare nobody: set --partition.`);
    }
    if (account !== undefined && itsAccount !== '*' && itsAccount !== account) {
      throw new CliError(`${arn} is not of the account ${account}: name a role or user of that account.`);
    }
  }
  const document = serviceControlPolicy({
    partition,
    accountId: account ?? '*',
    stack,
    deployers: deployer,
    releaseRole,
  });
  const tooMany = JSON.stringify(document).length - SERVICE_CONTROL_POLICY_QUOTA;
  if (tooMany > 0) {
    throw new CliError(
      `The policy is ${tooMany} characters longer than the ${SERVICE_CONTROL_POLICY_QUOTA} of AWS: name fewer deployers, or several by one ARN with *.`,
    );
  }
  return document;
}
