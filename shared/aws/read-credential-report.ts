import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { EnforcerError } from '../domain/errors.ts';
import type { CredentialReport } from '../domain/inventory.ts';
import type { Clock } from '../workflow/ports.ts';
import { parseCredentialReport } from './parse-credential-report.ts';

/** IAM did not finish the credential report in time. */
export class CredentialReportError extends EnforcerError {
  override readonly name = 'CredentialReportError';
}

/** How often IAM is asked for a report that is being made: about three minutes in all, which AWS rarely needs. */
const LOOKS = 20;

/**
 * The credential report: made if there is none, waited for, up to four hours old if there is one.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html}
 *
 * @throws CredentialReportError when it is not ready after some three minutes
 */
export async function readCredentialReport(iam: IAMClient, clock: Clock): Promise<CredentialReport> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (look === 0 || look % 5 === 0) await iam.send(new GenerateCredentialReportCommand({}));
    const report = await getReport(iam);
    if (report !== undefined) return report;
    await clock.sleep(backoff(look));
  }
  throw new CredentialReportError(
    `IAM did not finish the credential report after ${LOOKS} looks: try again in some minutes.`,
  );
}

async function getReport(iam: IAMClient): Promise<CredentialReport | undefined> {
  try {
    const { Content, GeneratedTime } = await iam.send(new GetCredentialReportCommand({}));
    if (Content === undefined || GeneratedTime === undefined) throw new TypeError('GetCredentialReport gave no report');
    return {
      kind: 'report',
      generatedAt: GeneratedTime,
      rows: parseCredentialReport(new TextDecoder().decode(Content)),
    };
  } catch (error) {
    if (isNotReady(error)) return undefined;
    throw error;
  }
}

const isNotReady = (error: unknown) =>
  error instanceof CredentialReportNotPresentException ||
  error instanceof CredentialReportExpiredException ||
  error instanceof CredentialReportNotReadyException;

/** Milliseconds: half a second at first, ten at most, up to a quarter more so that two sweeps do not keep step. */
const backoff = (look: number) => Math.min(500 * 2 ** look, 10_000) * (1 + Math.random() / 4);
