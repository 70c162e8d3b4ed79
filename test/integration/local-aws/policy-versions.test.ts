import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalAws, startLocalAws } from '../../../local/start.ts';
import { type Clients, clientsOf } from './clients.ts';

const documentOf = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

let aws: LocalAws;
let iam: Clients['iam'];
let created = 0;

beforeAll(async () => {
  aws = await startLocalAws();
  iam = clientsOf(aws).iam;
});
afterAll(() => aws.stop());

/** A policy with two versions, of which the second is the default. */
async function twoVersions(): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: `versions-${created++}`, PolicyDocument: documentOf('iam:GetUser') }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  await iam.send(
    new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: documentOf('iam:GetRole'), SetAsDefault: true }),
  );
  return PolicyArn;
}

test('another version becomes the default, and is what the list shows', async () => {
  const PolicyArn = await twoVersions();

  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));

  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Policy?.DefaultVersionId).toBe('v1');
  expect(Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion).map(({ VersionId }) => VersionId)).toEqual(['v1']);
});

test('a version answers the text that it was made with', async () => {
  const PolicyArn = await twoVersions();

  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));

  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(documentOf('iam:GetUser'));
});

test('a version that is not there cannot be the default, nor can the default one be deleted', async () => {
  const PolicyArn = await twoVersions();

  await expect(iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v9' }))).rejects.toThrow(
    'does not exist',
  );
  await expect(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))).rejects.toMatchObject({
    name: 'DeleteConflictException',
  });
});

test('a policy with a second version is not deleted', async () => {
  const PolicyArn = await twoVersions();

  await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    name: 'DeleteConflictException',
  });
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
});
