import type { Patch } from '../patch.ts';

const SUSPECTS = 'shared/domain/suspects.ts';
const SWEEP = 'shared/workflow/sweep-account.ts';
const RUN = 'shared/workflow/run-sweep.ts';
const UNTOLD = 'shared/workflow/untold.ts';
const TELL = 'shared/workflow/tell-sweep.ts';
const IN_TURN = 'shared/workflow/tell-in-turn.ts';
const MEMORY = 'shared/aws/sweep-memory.ts';

/** Whom a sweep looks at. */
const suspecting: readonly Patch[] = [
  {
    name: 'sweep-drops-history',
    why: 'What happened since the report is not looked at: a password set within the last hours stays open a day.',
    file: 'shared/workflow/read-inventory.ts',
    from: 'history: happened }',
    to: 'history: { ...happened, events: [] } }',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-ignores-the-age-of-the-report',
    why: 'History is read from now on, not from the moment that the report shows.',
    file: 'shared/workflow/read-inventory.ts',
    from: 'new Date(generatedAt - BEFORE_REPORT_MS)',
    to: 'new Date(Math.max(generatedAt, readAt.getTime()) - BEFORE_REPORT_MS)',
    tests: ['unit/history-window'],
  },
  {
    name: 'sweep-takes-the-report-for-exact',
    why: 'What happened just before the report was generated, and is not in it, is missed.',
    file: 'shared/workflow/read-inventory.ts',
    from: 'BEFORE_REPORT_MS = 15 * 60_000',
    to: 'BEFORE_REPORT_MS = 0',
    tests: ['unit/history-window'],
  },
  {
    name: 'sweep-trusts-incomplete-history',
    why: 'The report is believed although history does not tell what happened since.',
    file: SUSPECTS,
    from: 'if (evidence.inventory.history.complete) return undefined;',
    to: 'if (evidence.inventory.history.events.length >= 0) return undefined;',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-trusts-mfa-active',
    why: 'Without history mfa_active is believed of a user whose passkey may be gone.',
    file: SUSPECTS,
    from: 'evidence.withVirtualDevice?.has(row.arn) === true ?',
    to: 'evidence.withVirtualDevice?.has(row.arn) === true || row.mfaActive ?',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-trusts-no-password',
    why: 'Without history a user who had no password is believed to have none.',
    file: SUSPECTS,
    from: "if (!mayHavePassword) return 'no-password-in-report';",
    to: 'if (!mayHavePassword) return undefined;',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-misses-new-users',
    why: 'Who is not in the report, being new or renamed, is not looked at.',
    file: SUSPECTS,
    from: "if (row === undefined) return 'not-in-report';",
    to: 'if (row === undefined) return undefined;',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-without-report-sees-nobody',
    why: 'A report that could not be read means that nobody is looked at.',
    file: SUSPECTS,
    from: "if (evidence.inventory.report.kind === 'unknown') return 'no-report';",
    to: "if (evidence.inventory.report.kind === 'unknown') return undefined;",
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-takes-unsaid-for-no-password',
    why: 'A password of which the report says nothing counts as none.',
    file: SUSPECTS,
    from: 'row.passwordEnabled !== false',
    to: 'row.passwordEnabled === true',
    tests: ['unit/suspects'],
  },
  {
    name: 'sweep-looks-at-root',
    why: "Root's row is taken for a user's, and IAM is asked for a user of that name.",
    file: 'shared/domain/bulk-evidence.ts',
    from: 'report.rows.filter(({ isRoot }) => !isRoot)',
    to: 'report.rows',
    tests: ['unit/suspects'],
  },
  {
    name: 'sweep-looks-again-at-the-guarded',
    why: 'Who carries the guard costs live reads with every sweep.',
    file: SUSPECTS,
    from: "guard.kind === 'attached' ? whyMisfit",
    to: "guard.kind === 'unknown' ? whyMisfit",
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-asks-for-the-guard-twice',
    why: 'What the bulk read has told is read once more for each suspect.',
    file: SWEEP,
    from: "suspect.guard.kind === 'unknown' ? undefined : suspect.guard",
    to: "suspect.guard.kind === 'unknown' ? suspect.guard : undefined",
    tests: ['unit/run-sweep'],
  },
];

/** What it does, in which order, and when it stops. */
const working: readonly Patch[] = [
  {
    name: 'sweep-ignores-the-remaining-time',
    why: 'Work is begun until Lambda ends the function in the middle of it.',
    file: 'shared/workflow/in-time.ts',
    from: 'remaining() >= TOO_LATE_MS',
    to: 'remaining() >= 0',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-without-a-fuse',
    why: 'A first sweep locks hundreds of users out of the console, and nobody decided so.',
    file: SWEEP,
    from: 'pending.filter(needsGuard).length > rules.maxNewGuards',
    to: 'pending.filter(needsGuard).length > 1_000_000 + rules.maxNewGuards',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'fuse-counts-after-attaching',
    why: 'The fuse blows when everybody is guarded already.',
    file: SWEEP,
    from: 'fused ? pending.filter((one) => !needsGuard(one)) : pending',
    to: 'fused ? pending : pending.filter((one) => isPending(one))',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'fuse-holds-in-observe',
    why: 'In observe, where nobody is guarded, the fuse keeps owners from being told.',
    file: SWEEP,
    from: "const fused = mode === 'enforce' && ",
    to: 'const fused = ',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'one-bad-user-stops-the-sweep',
    why: 'A user whose attach is refused keeps the guard from all who come after.',
    file: SWEEP,
    from: 'return unfinished(suspect, error);',
    to: 'throw error;',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'unread-suspects-are-dropped',
    why: 'Who could not be read is forgotten, and the sweep ends as complete.',
    file: SWEEP,
    from: 'unfinished: [...unread, ...applied',
    to: 'unfinished: [...applied',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'blind-sweep-is-complete',
    why: 'A sweep that could read neither list sees nobody, and ends well.',
    file: RUN,
    from: "if (report.kind === 'unknown' && details.kind === 'unknown')",
    to: "if (report.kind === 'unknown' && details.kind === 'unknown' && report.why === '')",
    tests: ['unit/run-sweep'],
  },
  {
    name: 'half-blind-sweep-is-complete',
    why: 'A sweep that may have missed new users says that it missed none.',
    file: 'shared/workflow/sweep-result.ts',
    from: 'mayMissNewUsers(inventory) ||',
    to: '',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'full-quota-is-complete',
    why: 'A sweep that left a user at the quota open says that everybody is guarded.',
    file: 'shared/workflow/sweep-result.ts',
    from: "swept.some(({ outcome }) => outcome.effect === 'failed') ||",
    to: '',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'incomplete-sweep-ends-well',
    why: 'A sweep that ran out of time is not tried again.',
    file: RUN,
    from: 'if (sweep.left > 0) throw',
    to: 'if (sweep.left > 1_000_000) throw',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'sweep-ignores-the-lease',
    why: 'Two sweeps at once read, guard and tell everything twice.',
    file: RUN,
    from: `const remembered = await memory.begin(request.sweepId, until, startedAt);
  if (remembered === undefined) return { ignored: 'another sweep is running' };`,
    to: `const nothing: Remembered = { untold: [], digest: { findingKeys: [], toldAt: undefined, of: undefined } };
  const remembered = (await memory.begin(request.sweepId, until, startedAt)) ?? nothing;`,
    tests: ['unit/run-sweep', 'unit/sweep-interrupted'],
  },
  {
    name: 'lease-is-never-given-back',
    why: 'A sweep by hand has to wait until the lease of the last one has run out.',
    file: RUN,
    from: 'await memory.end(sweepId, changed);',
    to: 'await Promise.resolve([memory, sweepId, changed]);',
    tests: ['unit/run-sweep'],
  },
];

/** What it tells, to whom and how often. */
const telling: readonly Patch[] = [
  {
    name: 'untold-is-not-kept',
    why: 'Who was guarded by an attempt that died is never told.',
    file: SWEEP,
    from: 'if (toChange.length > 0) await beforeAttach(',
    to: 'if (toChange.length > 1_000_000) await beforeAttach(',
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'untold-is-kept-too-late',
    why: 'The same, when the attempt dies between the attach and the note.',
    file: SWEEP,
    from: `  if (toChange.length > 0) await beforeAttach(toChange.map(({ suspect }) => suspect.user.userName));
  const applied = await inTime(toChange, rules.atOnce, remaining, (one) =>
    apply(one, rules.rules, { ...services, enforcer }),
  );
`,
    to: `  const applied = await inTime(toChange, rules.atOnce, remaining, (one) =>
    apply(one, rules.rules, { ...services, enforcer }),
  );
  if (toChange.length > 0) await beforeAttach(toChange.map(({ suspect }) => suspect.user.userName));
`,
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'untold-of-before-is-forgotten',
    why: 'A second attempt that guards others overwrites whom the first had no time to tell of.',
    file: RUN,
    from: 'new Set([...untold, ...names])',
    to: 'new Set(names)',
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'unanswered-attach-is-forgotten',
    why: 'An attach whose answer was lost may have worked, and nobody tells.',
    file: UNTOLD,
    from: '[...unseen, ...unfinished.map(({ user }) => user.userName)]',
    to: '[...unseen, ...unfinished.slice(0, 0).map(({ user }) => user.userName)]',
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'unseen-is-told',
    why: 'Without the account details nobody sees who carries the guard, and who was not told is forgotten.',
    file: UNTOLD,
    from: "const unseen = details.kind === 'details' ? [] : untold;",
    to: "const unseen = details.kind === 'details' ? untold.slice(0, 0) : [];",
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'owners-are-mixed',
    why: 'An owner reads the names of users who are none of his.',
    file: TELL,
    from: 'JSON.stringify([ownerLabel(owner) ?? owner, kindOf(outcome)])',
    to: 'JSON.stringify([typeof owner, kindOf(outcome)])',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'owners-are-told-each-day',
    why: 'In observe every sweep tells every owner again.',
    file: TELL,
    from: '!isSilencedBy(before, outcome, sweepId, clock.now())',
    to: "before.eventId !== ''",
    tests: ['unit/run-sweep'],
  },
  {
    name: 'owners-are-marked-before-told',
    why: 'A message to an owner that SNS refused is remembered as told.',
    file: IN_TURN,
    from: 'await notices.publish(notification);',
    to: `await memory.markAllTold(tellings, clock.now());
      await notices.publish(notification);`,
    tests: ['unit/run-sweep'],
  },
  {
    name: 'told-is-forgotten-when-a-publish-is-refused',
    why: 'Owners who were told before SNS refused a message are told again by the next attempt.',
    file: IN_TURN,
    from: `  } finally {
    await markPublished();
  }`,
    to: `    await markPublished();
  } finally {
    published = [];
  }`,
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'digest-each-day',
    why: 'A digest without news comes every day, until nobody reads it.',
    file: 'shared/domain/digest.ts',
    from: 'return since >= (heartbeatDays - 0.5) * 86_400_000;',
    to: 'return since >= 0;',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'no-sign-of-life',
    why: 'Silence may mean that all is well, or that no sweep runs any more.',
    file: 'shared/domain/digest.ts',
    from: 'if (heartbeatDays === 0) return false;',
    to: 'if (heartbeatDays >= 0) return false;',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'digest-forgets-what-it-told',
    why: 'Every finding is new in every digest, and none is ever resolved.',
    file: TELL,
    from: 'findingKeys: result.findings.map(keyOf), toldAt:',
    to: 'findingKeys: result.findings.slice(0, 0).map(keyOf), toldAt:',
    tests: ['unit/run-sweep'],
  },
  {
    name: 'digest-with-each-attempt',
    why: 'Three attempts of a sweep that end the same way send the same digest three times.',
    file: TELL,
    from: 'of === last.of || ',
    to: '',
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'one-digest-whatever-the-outcome',
    why: 'A sweep that was stopped and then lifted never says how it ended.',
    file: TELL,
    from: 'const of = `${result.sweepId} ${result.kind}`;',
    to: 'const of = result.sweepId;',
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'untold-digest-is-remembered',
    why: 'What a digest that SNS refused would have told passes for told.',
    file: RUN,
    from: 'const digest = await tellDigest(',
    to: `changed.digest = {
        findingKeys: findings.map(({ code, resource, status }) => [code, resource, status].join('|')),
        toldAt: startedAt,
        of: [request.sweepId, result.kind].join(' '),
      };
      const digest = await tellDigest(`,
    tests: ['unit/sweep-interrupted'],
  },
];

/** What the table keeps of it. */
const remembering: readonly Patch[] = [
  {
    name: 'begin-without-the-condition',
    why: "The table gives a lease to whoever asks, whoever's it is.",
    file: MEMORY,
    from: "ConditionExpression: 'attribute_not_exists(holder) OR leaseUntil < :now OR holder = :me',",
    to: '',
    tests: ['unit/lease'],
  },
  {
    name: 'lease-refused-to-its-own-sweep',
    why: 'The retry of a sweep that died has to wait for its own lease.',
    file: MEMORY,
    from: " OR holder = :me'",
    to: "'",
    tests: ['unit/lease'],
  },
  {
    name: 'lease-of-the-dead-lasts-for-ever',
    why: 'After a sweep that died there is never another one.',
    file: MEMORY,
    from: ' OR leaseUntil < :now',
    to: '',
    tests: ['unit/lease'],
  },
  {
    name: 'end-without-the-condition',
    why: 'A sweep that took too long gives back the lease of the one that runs now, and overwrites what that one keeps.',
    file: MEMORY,
    from: "ConditionExpression: 'holder = :me',",
    to: '',
    tests: ['unit/lease'],
  },
  {
    name: 'end-forgets-untold',
    why: 'A sweep that could not tell gives its lease back, and whom it guarded is never told.',
    file: MEMORY,
    from: "'leaseUntil', ...forgottenIn(changed)",
    to: "'leaseUntil', ...(changed.untold === undefined ? ['untold'] : []), ...forgottenIn(changed)",
    tests: ['unit/lease', 'unit/sweep-memory'],
  },
  {
    name: 'end-clears-untold-before-told',
    why: 'Whom an attempt guarded is struck off the list although SNS refused the message.',
    file: RUN,
    from: 'await tellOwners(concerned,',
    to: `changed.untold = stillUntold(untold, inventory, sweep);
    await tellOwners(concerned,`,
    tests: ['unit/sweep-interrupted'],
  },
  {
    name: 'unreachable-lease-is-refused',
    why: 'A table out of reach passes for a sweep that runs: no sweep, and no failure.',
    file: MEMORY,
    from: `        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;`,
    to: '        return undefined;',
    tests: ['unit/sweep-memory'],
  },
  {
    name: 'unwritten-is-told',
    why: 'What DynamoDB left unwritten passes for remembered, and is told again.',
    file: 'shared/aws/write-all.ts',
    from: 'left = UnprocessedItems;',
    to: 'left = Object.keys(UnprocessedItems).length > 1_000_000 ? UnprocessedItems : {};',
    tests: ['unit/sweep-memory'],
  },
  {
    name: 'never-written-is-told',
    why: 'What DynamoDB never wrote passes for remembered.',
    file: 'shared/aws/write-all.ts',
    from: 'if (Object.keys(left).length > 0) throw',
    to: 'if (Object.keys(left).length > 1_000_000) throw',
    tests: ['unit/sweep-memory'],
  },
  {
    name: 'claimed-is-told',
    why: 'Whom an attempt that died was about to tell passes for told.',
    file: MEMORY,
    from: "progress?.S !== 'told' || ",
    to: '',
    tests: ['unit/sweep-memory'],
  },
];

/** From the lease to the digest. */
export const sweeping: readonly Patch[] = [...suspecting, ...working, ...telling, ...remembering];
