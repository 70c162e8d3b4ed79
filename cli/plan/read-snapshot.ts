import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { visible } from '../../shared/messages/visible.ts';
import { CliError } from '../cli-error.ts';
import type { PlanSource } from './planned.ts';
import { auditSchema } from './snapshot-schema.ts';

/** The trail plays no part in whom the guard hurts. */
const OF_THE_TRAIL = /^cloudtrail:(DescribeTrails|GetTrailStatus|GetEventSelectors)$/;

/**
 * What `audit --json` wrote.
 *
 * @param guardArn the guard that was asked for, if any: a snapshot knows of one guard only
 * @throws CliError saying what is wrong with the file, and the next step
 */
export async function readSnapshot(file: string, guardArn: string | undefined): Promise<PlanSource> {
  const { caller, unread, snapshot } = parsed(file, await textOf(file));
  if (guardArn !== undefined && guardArn !== snapshot.guardArn) {
    throw new CliError(
      `The snapshot ${visible(file)} tells of the guard ${visible(snapshot.guardArn)}, not of ${visible(guardArn)}. Make one by: mfa-enforcer audit --json --guard-arn ${visible(guardArn)}`,
    );
  }
  return {
    caller,
    snapshot: { ...snapshot, unlisted: snapshot.unlisted },
    unread: unread.filter(({ action }) => !OF_THE_TRAIL.test(action)),
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError(
      `The snapshot ${visible(file)} cannot be read. Give a file that mfa-enforcer audit --json wrote.`,
      { cause: error },
    );
  }
}

function parsed(file: string, text: string): v.InferOutput<typeof auditSchema> {
  const result = v.safeParse(auditSchema, fromJson(text));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'its beginning';
  throw new CliError(
    `The snapshot ${visible(file)} is not what this release’s mfa-enforcer audit --json writes, from ${visible(where)} on. Make it anew.`,
  );
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: the schema says so.
  }
}
