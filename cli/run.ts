import { audit } from './audit/audit.ts';
import { type Connect, connectToAws } from './connect.ts';
import { exempt } from './exempt/exempt.ts';
import { isExempt } from './exempt/exempt-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { explain } from './explain.ts';
import type { Choice } from './options.ts';
import { paintFor } from './paint.ts';
import { plan, planFrom } from './plan/plan.ts';
import { policy } from './policy/policy.ts';
import { readCommandLine } from './program.ts';
import { prune } from './prune/prune.ts';
import { showProgress } from './progress.ts';
import { release } from './release/release.ts';
import { choiceOf, releaseTarget } from './release/release-target.ts';
import type { Report } from './report.ts';
import { sweep } from './sweep/sweep.ts';
import type { Terminal } from './terminal.ts';
import { SCHEMA_VERSION, toJson } from './to-json.ts';
import { newWatch, type Watch } from './watch.ts';

/** Runs what the command line asks for; answers the exit code. */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  connect: Connect = connectToAws,
): Promise<ExitCode> {
  const choice = readCommandLine(args, terminal);
  if (choice.command === 'done') return choice.exitCode;
  const watch = newWatch();
  // `policy` asks nobody, so there is no progress to show.
  const endProgress = choice.command === 'policy' ? () => undefined : showProgress(terminal, watch);
  try {
    const report = await reportOf(choice, terminal, connect, watch);
    endProgress();
    terminal.out(choice.options.json ? toJson(report.document) : `${report.text(paintFor(terminal)).join('\n')}\n`);
    return report.exitCode;
  } catch (error) {
    endProgress();
    return tellFailure(error, choice, terminal, watch);
  }
}

async function reportOf(
  choice: Exclude<Choice, { command: 'done' }>,
  terminal: Terminal,
  connect: Connect,
  watch: Watch,
): Promise<Report> {
  if (choice.command === 'policy') return policy(choice.options, terminal);
  if (choice.command === 'plan' && choice.options.from !== undefined) {
    return planFrom(choice.options.from, choice.options);
  }
  const connection = await connect(choice.options, terminal, watch);
  if (choice.command === 'plan') return plan(choice.options, connection, watch);
  if (isExempt(choice)) return exempt(choice, connection);
  if (choice.command === 'devices prune') return prune(choice.options, connection, terminal, watch);
  if (choice.command === 'release') {
    const target = await releaseTarget(choice.options, connection);
    return release(target, choiceOf(choice.options), connection, terminal, watch);
  }
  return choice.command === 'audit'
    ? audit(choice.options, connection, watch)
    : sweep(choice.options, connection, watch);
}

/** One sentence for people; with --json the document says it too, so that stdout is never empty. */
function tellFailure(
  error: unknown,
  { command, options }: Exclude<Choice, { command: 'done' }>,
  { out, err, environment }: Terminal,
  { actions }: Watch,
): ExitCode {
  const action = error instanceof Error ? actions.get(error) : undefined;
  const { name, sentence } = explain(error, action, environment['AWS_ENDPOINT_URL']);
  const exitCode = EXIT.incomplete;
  if (options.json) {
    const told = { name, action: action ?? null, message: sentence };
    out(toJson({ schemaVersion: SCHEMA_VERSION, command, exitCode, error: told }));
  }
  err(`mfa-enforcer: ${sentence}\n`);
  return exitCode;
}
