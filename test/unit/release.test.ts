import { describe, expect, test } from 'vitest';
import type { Terminal } from '../../cli/terminal.ts';
import type { AttachedGuard } from '../../shared/domain/posture.ts';
import { anAccount } from '../fakes/an-account.ts';
import { anExemption } from '../fakes/in-memory-exemptions.ts';
import { aStack, GUARD_ARN, type ReleasingOverrides, ROLE_ARN } from '../fakes/releasing.ts';
import { aCommandLine } from './cli-terminal.ts';

const VIRTUAL = 'arn:aws:iam::111111111111:mfa/app';

/** Two who could sign in without MFA, one who enrolled, one without a password; one more carries no guard. */
const guarded = () =>
  anAccount()
    .withUser('jane.doe', { password: true, guarded: true })
    .withUser('john.roe', { password: true, guarded: true })
    .withUser('mary.major', { password: true, devices: [VIRTUAL], guarded: true })
    .withUser('john.doe', { guarded: true })
    .withUser('jane.roe', { password: true, devices: [VIRTUAL] });

function releases(account = guarded(), overrides: ReleasingOverrides = {}) {
  const { run } = aCommandLine(account, { releasing: overrides });
  const kept = new Map<string, string>();
  const append: Terminal['append'] = (file, text) => {
    kept.set(file, (kept.get(file) ?? '') + text);
  };
  return {
    account,
    evidence: () =>
      [...kept].flatMap(([file, text]) =>
        text
          .trimEnd()
          .split('\n')
          .map((line): Record<string, unknown> => ({ file, ...(JSON.parse(line) as object) })),
      ),
    run: (args: readonly string[], terminal: Partial<Terminal> = {}) =>
      run(['release', ...args], { append, ...terminal }),
    carriers: () =>
      account.iam
        .all()
        .filter((user) => user.guarded)
        .map(({ name }) => name),
  };
}

describe('in observe', () => {
  const observing = { stack: aStack('observe') };

  test('everybody is released, and nobody is judged: nobody would be guarded again', async () => {
    const { run, carriers, account } = releases(guarded(), observing);

    const { code, out } = await run(['--all', '--yes']);

    expect(code).toBe(0);
    expect(out).toContain('The guard is off (4)');
    expect(carriers()).toEqual([]);
    expect(account.iam.calls.filter((call) => call !== 'DetachUserPolicy')).toEqual(['GetAccountAuthorizationDetails']);
  });

  test('done again it costs the list and nothing else', async () => {
    const { run, account } = releases(guarded(), observing);
    await run(['--all', '--yes']);
    account.iam.calls.length = 0;

    expect(await run(['--all', '--yes'])).toMatchObject({ code: 0 });
    expect(account.iam.calls).toEqual(['GetAccountAuthorizationDetails']);
  });

  test('one whom IAM refuses stops no other, is named, and is done by the next run', async () => {
    const account = guarded();
    const first = await releases(account, { ...observing, refuses: ['john.roe'] }).run(['--all', '--yes']);

    expect(first.code).toBe(2);
    expect(first.out).toContain('john.roe keeps the guard: AccessDenied');
    const { run, carriers } = releases(account, observing);
    expect(carriers()).toEqual(['john.roe']);
    expect(await run(['--all', '--yes'])).toMatchObject({ code: 0 });
    expect(carriers()).toEqual([]);
  });
});

describe('in enforce', () => {
  test('whoever would be guarded again keeps the guard, is named, and is told what to do', async () => {
    const { run, carriers } = releases();

    const { code, out } = await run(['--all', '--yes']);

    expect(code).toBe(3);
    expect(carriers()).toEqual(['jane.doe', 'john.roe']);
    expect(out).toContain('- jane.doe: The user has a console password and no MFA device.');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('deploy with Mode=observe first');
  });

  test('with every-password nobody who has a password is released', async () => {
    const { run, carriers } = releases(guarded(), { stack: aStack('enforce', 'every-password') });

    expect(await run(['--all', '--yes'])).toMatchObject({ code: 3 });
    expect(carriers()).toEqual(['jane.doe', 'john.roe', 'mary.major']);
  });

  test('who cannot be judged keeps the guard: unknown is no reason to release', async () => {
    const account = guarded();
    account.iam.refuses('devices');
    const { run, carriers } = releases(account);

    expect(await run(['--user', 'mary.major'])).toMatchObject({ code: 2 });
    expect(carriers()).toContain('mary.major');
  });

  test('a stack whose mode is not known counts as one that guards again', async () => {
    const stack = aStack('enforce');
    const { run, carriers } = releases(guarded(), {
      stack: { ...stack, outputs: new Map([...stack.outputs, ['Mode', 'paused']]) },
    });

    expect(await run(['--user', 'jane.doe'])).toMatchObject({ code: 3 });
    expect(carriers()).toContain('jane.doe');
  });
});

describe('each way of carrying a guard', () => {
  const observing = { stack: aStack('observe') };
  const KINDS = ['guard', 'keys-allowed', 'enrolled'] as const;
  const WAYS: readonly AttachedGuard[] = [
    ...KINDS.map((kind) => ({ kind, by: 'managed' as const })),
    ...KINDS.map((kind) => ({ kind, by: 'inline' as const })),
    { kind: 'edited', by: 'inline' },
  ];
  const carrying = (...guards: readonly AttachedGuard[]) =>
    anAccount().withUser('jane.doe', { password: true, guards });

  test.each(WAYS.map((guard) => [guard.kind, guard.by, guard] as const))(
    'the guard %s, %s, comes off by the one call that it takes',
    async (_, by, guard) => {
      const { run, carriers, account, evidence } = releases(carrying(guard), observing);

      expect(await run(['--user', 'jane.doe'])).toMatchObject({ code: 0 });

      expect(carriers()).toEqual([]);
      expect(account.iam.calls.slice(1)).toEqual([by === 'inline' ? 'DeleteUserPolicy' : 'DetachUserPolicy']);
      expect(evidence().at(-1)).toMatchObject({ what: 'released', userName: 'jane.doe', guards: [guard] });
    },
  );

  test('all that a change left half done come off, the enrolled one first, under which nobody enrols', async () => {
    const [guard, , enrolled, inline] = WAYS as [AttachedGuard, AttachedGuard, AttachedGuard, AttachedGuard];
    const account = carrying(guard, enrolled, inline);
    const asked: AttachedGuard[] = [];
    const refusesGuard = (one: AttachedGuard) => {
      asked.push(one);
      return false;
    };
    const { run, carriers } = releases(account, { ...observing, refusesGuard });

    expect(await run(['--all', '--yes'])).toMatchObject({ code: 0 });

    expect(carriers()).toEqual([]);
    expect(asked).toEqual([enrolled, guard, inline]);
  });

  test('one that IAM refuses leaves the user among the carriers, and what came off before it is kept', async () => {
    const [guard, , , inline] = WAYS as [AttachedGuard, AttachedGuard, AttachedGuard, AttachedGuard];
    const account = carrying(guard, inline);
    const { run, evidence } = releases(account, { ...observing, refusesGuard: ({ by }) => by === 'inline' });

    const { code, out } = await run(['--all', '--yes']);

    expect(code).toBe(2);
    expect(account.iam.guardsOf('jane.doe')).toEqual([inline]);
    expect(evidence().at(-1)).toMatchObject({ what: 'failed', why: 'AccessDenied', off: [guard] });
    const told = out.replaceAll(/\s+/g, ' ');
    expect(told).toContain('jane.doe keeps the guard: AccessDenied (off before it: aws-mfa-enforcer-guard)');
    expect(told).toContain('an inline guard it may delete only of a stack with InlineFallback=on');
    const again = releases(account, observing);
    expect(await again.run(['--all', '--yes'])).toMatchObject({ code: 0 });
    expect(account.iam.guardsOf('jane.doe')).toEqual([]);
  });

  test('a user who is judged with another guard is judged the same: with two phases by the password alone', async () => {
    const account = anAccount()
      .withUser('jane.doe', { password: true, devices: [VIRTUAL], guards: [{ kind: 'enrolled', by: 'managed' }] })
      .withUser('john.doe', { guards: [{ kind: 'enrolled', by: 'inline' }] });
    const stack = aStack('enforce', 'password-without-device', { Phases: 'two' });
    const { run, carriers } = releases(account, { stack });

    expect(await run(['--all', '--yes'])).toMatchObject({ code: 3 });
    expect(carriers()).toEqual(['jane.doe']);
  });
});

describe('who is exempt', () => {
  test('is released in enforce: the next evaluation leaves them alone', async () => {
    const exemptions = [anExemption('AIDAjane.doe')];
    const { run, carriers } = releases(guarded(), { exemptions });

    expect(await run(['--user', 'jane.doe'])).toMatchObject({ code: 0 });
    expect(carriers()).not.toContain('jane.doe');
  });

  test.each([
    ['has ended', anExemption('AIDAjane.doe', { expiresAt: new Date('2026-11-24T11:00:00Z') })],
    ['was of a user of the same name', anExemption('AIDAanother')],
  ])('by one that %s is not: the guard would come back', async (_, exemption) => {
    const { run, carriers } = releases(guarded(), { exemptions: [exemption] });

    expect(await run(['--user', 'jane.doe'])).toMatchObject({ code: 3 });
    expect(carriers()).toContain('jane.doe');
  });

  test('is not known when the table cannot be read: nobody is released, and one sentence says why', async () => {
    const denied = Object.assign(new Error('not authorized to perform'), { name: 'AccessDeniedException' });
    const { run, carriers, evidence } = releases(guarded(), { exemptions: denied });

    const { code, out, err } = await run(['--all', '--yes']);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(
      /table of exemptions exemptions .*ReleaseRole.* \(AccessDeniedException\), so nobody was released/,
    );
    expect(carriers()).toHaveLength(4);
    expect(evidence()).toEqual([]);
  });

  test('is not asked in observe, where nobody is guarded again', async () => {
    const { run, carriers } = releases(guarded(), { stack: aStack('observe'), exemptions: new Error('unreachable') });

    expect(await run(['--all', '--yes'])).toMatchObject({ code: 0 });
    expect(carriers()).toEqual([]);
  });
});

describe('whom', () => {
  test('one user is released without a question, and the others are left alone', async () => {
    const { run, carriers } = releases();

    expect(await run(['--user', 'mary.major'])).toMatchObject({ code: 0 });
    expect(carriers()).toEqual(['jane.doe', 'john.roe', 'john.doe']);
  });

  test('a user who does not carry the guard needs nothing', async () => {
    const { run, evidence } = releases();

    const { code, out } = await run(['--user', 'jane.roe']);

    expect(code).toBe(0);
    expect(out).toContain('jane.roe does not carry the guard: nothing to do.');
    expect(evidence()).toEqual([]);
  });

  test.each([
    ['nobody', [], 'say whom'],
    ['both', ['--all', '--user', 'jane.doe'], 'cannot be used with'],
    ['a name that no user can have', ['--user', 'jane doe'], 'the name of an IAM user'],
    ['a part of what stands for the stack', ['--all', '--mode', 'observe'], 'go together'],
  ])('%s is wrong usage', async (_, args, sentence) => {
    const { code, out, err } = await releases().run(args);

    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toContain(sentence);
  });
});

describe('more than one', () => {
  const observing = { stack: aStack('observe') };

  test.each([
    ['no', 'no'],
    ['nothing', ''],
    ['the end of the input', undefined],
  ])('%s for an answer releases nobody', async (_, answer) => {
    const { run, carriers, evidence } = releases(guarded(), observing);

    const { code, out } = await run(['--all'], { ask: () => Promise.resolve(answer) });

    expect(code).toBe(3);
    expect(out).toContain('--yes');
    expect(carriers()).toHaveLength(4);
    expect(evidence()).toEqual([]);
  });

  test('a yes releases them, asked with their number', async () => {
    const asked: string[] = [];
    const { run, carriers } = releases(guarded(), observing);
    const ask = (question: string) => {
      asked.push(question);
      return Promise.resolve('y');
    };

    expect(await run(['--all'], { ask })).toMatchObject({ code: 0 });
    expect(asked).toEqual(['Take the guard off 4 users? [y/N] ']);
    expect(carriers()).toEqual([]);
  });

  test('a dry run asks nothing, changes nothing, and tells who would be released and who not', async () => {
    const { run, carriers, evidence } = releases();

    const { code, out } = await run(['--all', '--dry-run', '--json']);

    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      command: 'release',
      dryRun: true,
      carriers: 4,
      released: [],
      wouldBeReleased: [{ userName: 'john.doe', userId: 'AIDAjohn.doe' }, { userName: 'mary.major' }],
      refused: [{ userName: 'jane.doe', reasons: [{ code: 'password-without-device' }] }, { userName: 'john.roe' }],
      evidence: null,
    });
    expect(carriers()).toHaveLength(4);
    expect(evidence()).toEqual([]);
  });
});

describe('evidence', () => {
  test('says before and after each release who, when, and by what', async () => {
    const { run, evidence } = releases();

    await run(['--user', 'mary.major']);

    const of = {
      file: 'mfa-enforcer-release-2026-11-24.jsonl',
      at: '2026-11-24T12:00:00.000Z',
      account: '111111111111',
      caller: 'arn:aws:iam::111111111111:user/auditor',
      by: 'arn:aws:sts::111111111111:assumed-role/ReleaseRole/auditor',
      guardArn: GUARD_ARN,
      mode: 'enforce',
    };
    const guards = [{ kind: 'guard', by: 'managed' }];
    const whom = { userName: 'mary.major', userId: 'AIDAmary.major', guards };
    expect(evidence()).toEqual([
      { ...of, what: 'release-begins', users: 1 },
      { ...of, ...whom, what: 'begun' },
      { ...of, ...whom, what: 'released' },
    ]);
  });

  test('tells of who was refused and of who could not be released, too', async () => {
    const { run, evidence } = releases(guarded(), { refuses: ['john.doe'] });

    await run(['--all', '--yes', '--evidence', 'kept.jsonl']);

    expect(evidence().filter(({ what }) => what === 'refused' || what === 'failed')).toMatchObject([
      { file: 'kept.jsonl', userName: 'jane.doe', reasons: [{ code: 'password-without-device' }] },
      { userName: 'john.roe', what: 'refused' },
      { userName: 'john.doe', what: 'failed', why: 'AccessDenied' },
    ]);
  });

  test('that cannot be kept releases nobody', async () => {
    const { run, carriers } = releases(guarded(), { stack: aStack('observe') });
    const append = () => {
      throw new Error('EACCES: permission denied');
    };

    const { code, err } = await run(['--all', '--yes'], { append });

    expect(code).toBe(2);
    expect(err).toMatch(/evidence cannot be kept.*EACCES.*--evidence/);
    expect(carriers()).toHaveLength(4);
  });

  test('that cannot be kept any more stops the release before the next user', async () => {
    const { run, carriers } = releases(guarded(), { stack: aStack('observe') });
    let lines = 0;
    const append = () => {
      lines += 1;
      if (lines > 3) throw new Error('ENOSPC');
    };

    await run(['--all', '--yes', '--concurrency', '1'], { append });

    expect(carriers()).toHaveLength(3);
  });
});

describe('what the stack tells', () => {
  test('that is not there is told with the ways on', async () => {
    const { code, err } = await releases(guarded(), { stack: 'none' }).run(['--all', '--stack', 'another']);

    expect(code).toBe(2);
    expect(err).toMatch(/There is no stack another.*--stack.*--guard-arn, --role-arn and --mode/);
  });

  test('of a release that knew no ReleaseRole is not enough', async () => {
    const stack = { ...aStack('observe'), outputs: new Map([['GuardArn', GUARD_ARN]]) };

    const { code, err } = await releases(guarded(), { stack }).run(['--all']);

    expect(code).toBe(2);
    expect(err).toContain('ReleaseRoleArn');
  });

  test('can be told instead', async () => {
    const { run, carriers } = releases(guarded(), { stack: 'none' });
    const named = ['--guard-arn', GUARD_ARN, '--role-arn', ROLE_ARN, '--mode', 'observe'];

    expect(await run(['--all', '--yes', ...named])).toMatchObject({ code: 0 });
    expect(carriers()).toEqual([]);
  });

  test('a guard of another account is refused', async () => {
    const foreign = GUARD_ARN.replace('::111', '::222');
    const named = ['--guard-arn', foreign, '--role-arn', ROLE_ARN, '--mode', 'observe'];

    const { code, err } = await releases().run(['--all', '--yes', ...named]);

    expect(code).toBe(2);
    expect(err).toContain('is not of account 111111111111');
  });
});
