import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageStack } from '../../infrastructure/package-stack.ts';
import { startLocalAws, type LocalAws } from '../../local/start.ts';
import { SOURCE } from '../../shared/aws/emit-events.ts';
import { toDomainEvents } from '../../shared/messages/to-domain-events.ts';
import { WATCHED_ACCOUNT } from '../cases/event-cases.ts';
import { messageCases } from '../cases/message-cases.ts';

type Resource = { readonly Type: string; readonly Properties: { readonly EventPattern?: object } };

let aws: LocalAws;
let events: EventBridgeClient;
let patterns: readonly string[];

beforeAll(async () => {
  const [stack, started] = await Promise.all([packageStack(), startLocalAws({ auth: false })]);
  aws = started;
  events = new EventBridgeClient({
    endpoint: aws.endpoint,
    region: aws.region,
    credentials: { accessKeyId: WATCHED_ACCOUNT, secretAccessKey: 'test' },
  });
  patterns = Object.values((stack.template as { Resources: Record<string, Resource> }).Resources)
    .filter(({ Type }) => Type === 'AWS::Events::Rule')
    .map(({ Properties }) => JSON.stringify(Properties.EventPattern, inTheOwnAccount));
});

afterAll(async () => {
  events.destroy();
  await aws.stop();
});

test.each(messageCases)('no rule of ours matches what $name puts on the bus', async ({ notification }) => {
  for (const event of toDomainEvents(notification)) {
    const Event = JSON.stringify(envelopeOf(event));
    const answers = await Promise.all(
      patterns.map((EventPattern) => events.send(new TestEventPatternCommand({ EventPattern, Event }))),
    );
    expect(answers.map(({ Result }) => Result)).toEqual(patterns.map(() => false));
  }
});

test('there are rules to match, and each matches by more than the account', () => {
  expect(patterns.length).toBeGreaterThanOrEqual(5);
  for (const pattern of patterns) expect(Object.keys(JSON.parse(pattern) as object)).toContain('source');
});

const envelopeOf = ({ detailType, detail }: { readonly detailType: string; readonly detail: object }) => ({
  version: '0',
  id: '11112222-3333-4444-5555-666677778888',
  'detail-type': detailType,
  source: SOURCE,
  account: WATCHED_ACCOUNT,
  time: '2026-11-24T12:00:02Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

/** What CloudFormation makes of the `account` of a pattern while the stack watches its own account. */
function inTheOwnAccount(_key: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && ('Fn::GetAtt' in value || 'Fn::Sub' in value || 'Ref' in value)) {
    return 'a part of the stack';
  }
  return typeof value === 'object' && value !== null && 'Fn::If' in value ? WATCHED_ACCOUNT : value;
}
