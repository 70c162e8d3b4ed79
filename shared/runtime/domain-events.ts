import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Ways } from '../aws/channel-notices.ts';
import { type Calls, counted } from '../aws/count-calls.ts';
import { emitEvents } from '../aws/emit-events.ts';
import type { AlertSettings } from './settings.ts';

/** Domain events on the bus, where the stack has one; nothing where EventBus is off. */
export function domainEvents({ EVENT_BUS }: AlertSettings, calls: Calls): Pick<Ways, 'emit'> {
  return EVENT_BUS === undefined ? {} : { emit: emitEvents(counted(new EventBridgeClient({}), calls), EVENT_BUS) };
}
