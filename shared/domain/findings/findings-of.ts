import { type Finding, keyOf } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { SEVERITIES } from '../severity.ts';
import { deviceFindings } from './devices.ts';
import { accountArn, type FindingContext } from './finding-context.ts';
import { guardFindings } from './guard.ts';
import { keyFindings } from './keys.ts';
import { machineFindings } from './machine.ts';
import { passwordFindings } from './passwords.ts';
import type { Users } from './per-user.ts';
import { privilegedFindings } from './privileged.ts';
import { rootFindings } from './root.ts';
import { unlistedIn } from './survey.ts';
import { takeoverFindings } from './takeover.ts';
import { factsOf } from './user-facts.ts';
import { waveFindings } from './waves.ts';

/**
 * What is wrong in an account, gravest first, each thing once. Total: whatever could not be read is a finding with the
 * status `insufficient-data`, never silence.
 */
export function findingsOf(inventory: Inventory, context: FindingContext): readonly Finding[] {
  const users: Users = {
    all: factsOf(inventory, context),
    accountArn: accountArn(context),
    unlisted: unlistedIn(inventory),
  };
  const found = [
    ...rootFindings(inventory, context),
    ...passwordFindings(users, context),
    ...privilegedFindings(users),
    ...deviceFindings(users, inventory, context),
    ...keyFindings(users, context),
    ...guardFindings(context),
    ...takeoverFindings(users, inventory),
    ...machineFindings(context),
    ...waveFindings(context),
  ].sort(byGravity);
  const told = new Set<string>();
  return found.filter((finding) => {
    const key = keyOf(finding);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

/** To the last detail, so that what comes in another order goes out in the same. */
function byGravity(one: Finding, other: Finding): number {
  return (
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    byText(one.code, other.code) ||
    byText(one.resource, other.resource) ||
    byText(one.status, other.status) ||
    byText(JSON.stringify(one.facts), JSON.stringify(other.facts))
  );
}

const byText = (one: string, other: string) => (one < other ? -1 : Number(one > other));
