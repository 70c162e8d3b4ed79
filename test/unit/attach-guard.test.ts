import { AttachUserPolicyCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { enforcer, observer } from '../../shared/aws/attach-guard.ts';
import { iamClient } from '../../shared/aws/iam-client.ts';

const GUARD = 'arn:aws:iam::111111111111:policy/aws-mfa-enforcer-guard';
const USER = { accountId: '111111111111', userName: 'jane.doe' };

const DONE = new TextEncoder().encode('<AttachUserPolicyResponse/>');

/** An IAM that answers the first calls with a refusal and counts them, below the SDK's own retries. */
function refusingIam(statusCode: number, code: string, message: string, times = Infinity) {
  let requests = 0;
  const body = `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  const iam = iamClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: {
      handle: () => {
        requests += 1;
        const refused = requests <= times;
        const answer = refused ? { statusCode, body: new TextEncoder().encode(body) } : { statusCode: 200, body: DONE };
        return Promise.resolve({ response: { headers: {}, ...answer } as never });
      },
    },
  });
  return { iam, requests: () => requests };
}

const GUARDS = { guardArn: GUARD, inlineFallback: false };
const THE_GUARD = { kind: 'guard', by: 'managed' } as const;

const mocked = mockClient(IAMClient);
afterEach(() => {
  mocked.reset();
});

test('the guard is attached by its ARN', async () => {
  mocked.on(AttachUserPolicyCommand).resolves({});

  const answer = await enforcer(new IAMClient({}), GUARDS).attach(USER, THE_GUARD);

  expect(answer).toEqual({ kind: 'attached' });
  expect(mocked.call(0).args[0].input).toEqual({ UserName: 'jane.doe', PolicyArn: GUARD });
});

test('NoSuchEntity is an answer: the user or the policy is gone', async () => {
  mocked.on(AttachUserPolicyCommand).rejects(new NoSuchEntityException({ message: 'x', $metadata: {} }));

  expect(await enforcer(new IAMClient({}), GUARDS).attach(USER, THE_GUARD)).toEqual({ kind: 'no-such-entity' });
});

test('any other refusal is thrown, so that Lambda tries again', async () => {
  mocked.on(AttachUserPolicyCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

  await expect(enforcer(new IAMClient({}), GUARDS).attach(USER, THE_GUARD)).rejects.toThrow('no');
});

test('observe answers what it would do, and calls nothing', async () => {
  expect(await observer(GUARDS).attach(USER, THE_GUARD)).toEqual({ kind: 'would' });
  expect(mocked.calls()).toHaveLength(0);
});

test('a full quota is final: one request, named', async () => {
  mocked.restore();
  const { iam, requests } = refusingIam(409, 'LimitExceeded', 'Cannot exceed quota for PoliciesPerUser: 10');

  const answer = await enforcer(iam, GUARDS).attach(USER, THE_GUARD);

  expect(answer).toEqual({ kind: 'quota-exceeded', quota: 'PoliciesPerUser' });
  expect(requests()).toBe(1);
});

test('throttling is waited out by the SDK', async () => {
  mocked.restore();
  const { iam, requests } = refusingIam(400, 'Throttling', 'Rate exceeded', 1);

  const answer = await enforcer(iam, GUARDS).attach(USER, THE_GUARD);

  expect(answer).toEqual({ kind: 'attached' });
  expect(requests()).toBe(2);
});
