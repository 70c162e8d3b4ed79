import { AttachUserPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { evaluationServices } from '../../shared/runtime/evaluation-services.ts';
import { readEvaluationSettings } from '../../shared/runtime/settings.ts';
import { ENVIRONMENT } from '../fakes/an-environment.ts';

const SETTINGS = readEvaluationSettings(ENVIRONMENT);
const USER = { accountId: '111111111111', userName: 'jane.doe' };
const iam = mockClient(IAMClient);

beforeEach(() => {
  iam.reset();
  iam.on(AttachUserPolicyCommand).resolves({});
});

test('in observe nothing is attached, whatever the role may do', async () => {
  const { enforcer } = evaluationServices({ ...SETTINGS, MODE: 'observe' });

  expect(await enforcer.attach(USER, { kind: 'guard', by: 'managed' })).toEqual({ kind: 'would' });
  expect(iam.calls()).toHaveLength(0);
});

test('in enforce the guard of the settings is attached', async () => {
  const { enforcer } = evaluationServices({ ...SETTINGS, MODE: 'enforce' });

  expect(await enforcer.attach(USER, { kind: 'guard', by: 'managed' })).toEqual({ kind: 'attached' });
  expect(iam.commandCalls(AttachUserPolicyCommand).map(({ args }) => args[0].input)).toEqual([
    { UserName: 'jane.doe', PolicyArn: SETTINGS.GUARD_ARN },
  ]);
});
