import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { runOsls } from '../infrastructure/run-osls.ts';
import { inScratchService } from '../infrastructure/scratch-service.ts';

const STACK = 'aws-mfa-enforcer-prod';
/** Milliseconds between two looks at the stack: the local AWS is done at once. */
const MONITORING_FREQUENCY = '250';

/** The part of a local AWS that a deployment needs. */
export type DeploymentTarget = { readonly endpoint: string; readonly env: Readonly<Record<string, string>> };

export type Deployed = { readonly outputs: Readonly<Record<string, string>>; readonly seconds: number };

/**
 * Deploys the very serverless.yml of production to a local AWS, in a folder of its own.
 * @param params The stack's parameters, such as `{ Mode: 'enforce' }`; none with an empty value, which osls refuses.
 * @param change What makes it another release: changes the service directory that is given, in which all are links.
 * @throws OslsError with all that osls printed.
 */
export async function deployStack(
  aws: DeploymentTarget,
  params: Readonly<Record<string, string>>,
  change: (directory: string) => Promise<void> = () => Promise.resolve(),
): Promise<Deployed> {
  const startedAt = performance.now();
  const choices = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  await inScratchService(async (directory) => {
    await change(directory);
    await runOsls({ args: ['deploy', ...choices], directory, env: environmentFor(aws) });
  });
  return { outputs: await readOutputs(aws), seconds: (performance.now() - startedAt) / 1000 };
}

/** Of the developer's own environment nothing that concerns AWS: it must not reach a real account. */
function environmentFor({ endpoint, env }: DeploymentTarget): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    ...env,
    AWS_ENDPOINT_URL: endpoint,
    SLS_AWS_MONITORING_FREQUENCY: MONITORING_FREQUENCY,
  };
}

async function readOutputs({ endpoint, env }: DeploymentTarget): Promise<Record<string, string>> {
  const cloudFormation = new CloudFormationClient({
    endpoint,
    region: env['AWS_REGION'] ?? 'us-east-1',
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: STACK }));
  const outputs = Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
