import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Stack } from '../local/stack.ts';

/** Nobody asks the local AWS anything (milliseconds) while it works on the event: it has one core to itself at best. */
const UNDISTURBED_MS = 40;

/** An API call of a function, and how long (milliseconds) after the event was sent it was answered. */
export type TracedCall = {
  readonly service: string;
  readonly action: string;
  readonly succeeded: boolean;
  readonly afterMs: number;
};

/** Delivers an event as EventBridge does, waits until its function is done, answers what it called, in order. */
export type TraceEvent = (functionName: string, envelope: unknown) => Promise<readonly TracedCall[]>;

export function eventTracer({ aws, config, quiet }: Stack): TraceEvent {
  const lambda = new LambdaClient(config());
  return async (functionName, envelope) => {
    await aws.doors.clearCalls();
    const sentAt = performance.timeOrigin + performance.now();
    await lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(envelope),
      }),
    );
    await setTimeout(UNDISTURBED_MS);
    await quiet();
    return (await aws.doors.calls())
      .filter(({ principal }) => principal.includes(':assumed-role/'))
      .map(({ at, service, action, status }) => ({
        service,
        action,
        succeeded: status < 400,
        afterMs: Date.parse(at) - sentAt,
      }));
  };
}

/** When (milliseconds after the event was sent) the guard was attached, if it was. */
export const attachedAfter = (calls: readonly TracedCall[]): number | undefined =>
  calls.find(({ action, succeeded }) => action === 'AttachUserPolicy' && succeeded)?.afterMs;
