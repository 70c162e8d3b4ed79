import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import type { Stack } from '../local/stack.ts';
import { FLOOR_FILE } from './package-sizes.ts';

const NAME = 'bench-floor';

/** Deploys the floor beside the stack, with the runtime, memory, role and environment of evaluate-user; its name. */
export async function deployFloor({ config, outputs }: Stack, zip: Buffer): Promise<string> {
  const lambda = new LambdaClient(config());
  const like = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: outputs.EvaluateUserFunction }));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Handler: FLOOR_FILE.replace('.mjs', '.handler'),
      Code: { ZipFile: zip },
      Runtime: like.Runtime,
      Architectures: like.Architectures,
      MemorySize: like.MemorySize,
      Timeout: like.Timeout,
      Role: like.Role,
      Environment: { Variables: like.Environment?.Variables },
      LoggingConfig: like.LoggingConfig,
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName: NAME });
  return NAME;
}
