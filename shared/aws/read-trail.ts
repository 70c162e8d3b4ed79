import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../domain/findings/finding-context.ts';
import { orUnknown } from './or-unknown.ts';

/**
 * Whether a trail of this Region logs management events that write: without one EventBridge hears nothing of IAM.
 * {@link https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html}
 */
export function readTrail(cloudTrail: CloudTrailClient): Promise<Trail> {
  return orUnknown(look(cloudTrail));
}

async function look(cloudTrail: CloudTrailClient): Promise<Trail> {
  // Trails of the organisation and of other Regions show here as shadows, as far as they cover this Region.
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const whys: string[] = [];
  for (const { TrailARN = '' } of trailList) {
    const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: TrailARN }));
    if (IsLogging !== true) {
      whys.push(`${TrailARN} is not logging`);
      continue;
    }
    const selectors = await cloudTrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN }));
    const writes = selectors.EventSelectors?.some(logsWrites) ?? false;
    if (writes || (selectors.AdvancedEventSelectors?.some(selectsWrites) ?? false)) return { kind: 'logging' };
    whys.push(`${TrailARN} logs no management events that write`);
  }
  return { kind: 'missing', why: whys.length === 0 ? 'there is no trail' : whys.join('; ') };
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
