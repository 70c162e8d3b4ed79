import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail as TrailInList,
} from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../domain/findings/finding-context.ts';
import { orUnknown } from './or-unknown.ts';

/**
 * Whether a trail of this Region logs management events that write, IAM's among them: without one EventBridge hears nothing of IAM.
 * {@link https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html}
 */
export function readTrail(cloudTrail: CloudTrailClient): Promise<Trail> {
  return orUnknown(lookAtAll(cloudTrail));
}

async function lookAtAll(cloudTrail: CloudTrailClient): Promise<Trail> {
  // Trails of the organisation and of other Regions show here as shadows, as far as they cover this Region.
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const looks: Trail[] = [];
  for (const trail of trailList) {
    const look = await orUnknown(lookAt(trail, cloudTrail));
    if (look.kind === 'logging') return look;
    looks.push(look);
  }
  const unknown = looks.find(({ kind }) => kind === 'unknown');
  if (unknown !== undefined) return unknown;
  const whys = looks.flatMap((one) => (one.kind === 'missing' ? [one.why] : []));
  return { kind: 'missing', why: whys.length === 0 ? 'there is no trail' : whys.join('; ') };
}

/** IAM's events are global ones, which a trail may leave out. */
async function lookAt(
  { TrailARN = '', IncludeGlobalServiceEvents }: TrailInList,
  cloudTrail: CloudTrailClient,
): Promise<Trail> {
  const missing = (why: string) => ({ kind: 'missing', why: `${TrailARN} ${why}` }) as const;
  if (IncludeGlobalServiceEvents === false) return missing('leaves out the events of IAM');
  const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: TrailARN }));
  if (IsLogging !== true) return missing('is not logging');
  const selectors = await cloudTrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN }));
  const writes = selectors.EventSelectors?.some(logsWrites) ?? false;
  if (writes || (selectors.AdvancedEventSelectors?.some(selectsWrites) ?? false)) return { kind: 'logging' };
  return missing('logs no management events that write');
}

const logsWrites = ({ IncludeManagementEvents, ReadWriteType }: EventSelector) =>
  IncludeManagementEvents === true && ReadWriteType !== 'ReadOnly';

function selectsWrites({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
  return (
    field('eventCategory')?.Equals?.includes('Management') === true &&
    field('readOnly')?.Equals?.includes('true') !== true
  );
}
