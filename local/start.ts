import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';

import { createDoors } from './doors.ts';
import type { Doors } from './doors.ts';
import { installLocalAws } from './install.ts';
import { launch } from './launch.ts';

const ACCOUNT_ID = '111111111111';
const REGION = 'us-east-1';
/** Any secret will do for root; it only has to be the same on both sides. */
const ROOT_SECRET = 'test';

/** A local AWS of one account, empty at first, for as long as it is needed. */
export type LocalAws = {
  readonly endpoint: string;
  readonly accountId: string;
  readonly region: 'us-east-1';
  /** For a child process that is to use this AWS as the account's root user. */
  readonly env: Readonly<Record<string, string>>;
  /** What tests may ask beyond AWS. */
  readonly doors: Doors;
  /** Ends it and leaves nothing behind; may be called more than once. */
  stop(): Promise<void>;
};

export type StartOptions = {
  /** Whether policies are enforced; true unless said otherwise. */
  readonly auth?: boolean;
  /** Where the log goes, appended; with it the log is also more talkative. */
  readonly logFile?: string;
};

/**
 * Installs the local AWS if need be and starts one, on a port of its own.
 * @throws LocalAwsError if it cannot be installed or ends before it is ready.
 */
export async function startLocalAws(options: StartOptions = {}): Promise<LocalAws> {
  const { python } = await installLocalAws();
  const folder = await mkdtemp(join(tmpdir(), 'local-aws-'));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const launched = await launch({
      python,
      folder,
      settings: {
        AUTH: String(options.auth ?? true),
        MINISTACK_ACCOUNT_ID: ACCOUNT_ID,
        MINISTACK_REGION: REGION,
        AWS_SECRET_ACCESS_KEY: ROOT_SECRET,
        LAMBDA_ACCOUNT_CONCURRENCY: '8',
        LOG_LEVEL: options.logFile === undefined ? 'WARNING' : 'INFO',
      },
      logFile: options.logFile,
    });
    return {
      endpoint: launched.endpoint,
      accountId: ACCOUNT_ID,
      region: REGION,
      env: environmentFor(launched.endpoint),
      doors: createDoors(launched.endpoint),
      async stop() {
        await launched.end();
        await removeFolder();
      },
    };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

function environmentFor(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: ACCOUNT_ID,
    AWS_SECRET_ACCESS_KEY: ROOT_SECRET,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    // Whatever the machine's owner has configured for the real AWS stays out of it.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
