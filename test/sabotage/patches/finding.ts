import type { Patch } from '../patch.ts';

const folder = 'shared/domain/findings';

const part = (name: string, file: string, from: string, to: string, why: string, test = 'cases/findings'): Patch => ({
  name,
  why,
  file: `${folder}/${file}.ts`,
  from,
  to,
  tests: [test],
});

/** From what was read to what is wrong in the account. */
export const finding: readonly Patch[] = [
  part(
    'finding-vanishes-in-doubt',
    'evidence',
    'return parts.find(isOfAccount) ?? parts.find(isNotKnown) ?? known(true);',
    'return known(!parts.some(isNotKnown));',
    'What could not be read makes a finding disappear instead of one about insufficient data.',
    'property/findings',
  ),
  part(
    'unread-devices-have-no-orphans',
    'devices',
    'return [insufficientData(code, accountArn(context), { why: virtualDevices.why })];',
    'return [];',
    'Virtual devices that could not be listed pass for none that is in the way.',
    'property/findings',
  ),
  part(
    'unread-account-is-silent',
    'per-user',
    'if (reasons.size === 0) return findings;',
    'if (reasons.size >= 0) return findings;',
    'A part of the account that could not be read is passed over in silence.',
    'property/findings',
  ),
  part(
    'groups-give-no-rights',
    'rights',
    'const byGroup = user.groups.map(',
    'const byGroup = user.groups.slice(0, 0).map(',
    'Who is an administrator by a group is not seen as one.',
  ),
  part(
    'wildcard-covers-nothing',
    'wildcard',
    "if (wanted[at] === '*') {",
    "if (wanted[at] === '*' && given === '') {",
    'Who may do iam:* or everything is not seen as an administrator.',
  ),
  part(
    'wildcard-by-case',
    'wildcard',
    'const wanted = pattern.toLowerCase();\n  const given',
    'const wanted = pattern;\n  const given',
    'IAM:* passes for a right to nothing.',
  ),
  part(
    'all-but-some-is-nothing',
    'grants',
    "privilegesIn(may, resources) : ['NotAction']",
    'privilegesIn(may, resources) : []',
    'Who may do everything but one thing is not seen as an administrator.',
  ),
  part(
    'unreadable-policy-is-harmless',
    'grants',
    'if (statements === undefined) return DOUBT;',
    'if (statements === undefined) return NOTHING;',
    'A policy that cannot be understood counts as none.',
  ),
  part(
    'administrators-by-text-only',
    'rights',
    'return name === undefined ? grants :',
    'return name !== undefined || name === undefined ? grants :',
    'PowerUserAccess, whose text names no right of IAM, is not seen.',
  ),
  part(
    'edited-guard-passes',
    'guard',
    'return canonical(document) === shipped',
    "return shipped !== '' && document !== ''",
    'Somebody made the guard harmless, and nobody hears of it.',
  ),
  part(
    'deleted-users-are-found',
    'survey',
    "inventory.details.kind === 'unknown' ? rows.keys() : []",
    'rows.keys()',
    'Users who are gone since the report are told as open.',
  ),
  part(
    'report-outweighs-live-reads',
    'user-facts',
    'if (posture !== undefined) {',
    'if (posture !== undefined && row === undefined) {',
    'A password that a live read has just seen is judged by a report hours old.',
  ),
  part(
    'outdated-no-password-is-believed',
    'user-facts',
    'if (!row.passwordEnabled && !unchanged)',
    'if (!row.passwordEnabled && !unchanged && row.mfaActive === undefined)',
    'Without history a report that says "no password" is believed.',
  ),
  part(
    'removed-root-is-alarmed-about',
    'root',
    'if (isRemoved(inventory)) return [];',
    '',
    'Accounts whose root credentials were removed centrally are alarmed about for ever.',
  ),
  part(
    'root-by-name-of-the-device',
    'root',
    "userArn?.endsWith(':root')",
    "userArn?.endsWith('root-account-mfa-device')",
    "Root's virtual device is told by its name, which is free.",
  ),
  part(
    'pending-subscriber-is-enough',
    'machine',
    'confirmed === 0 ?',
    'confirmed + pending === 0 ?',
    'A topic whose only subscriber never confirmed passes for one that somebody hears.',
  ),
  {
    name: 'guarded-is-told-as-open',
    why: 'Whom the sweep has just guarded is a critical finding in the same digest.',
    file: 'shared/runtime/findings-of-sweep.ts',
    from: "outcome.effect === 'applied'",
    to: "outcome.effect === 'failed'",
    tests: ['unit/findings-of-sweep'],
  },
];
