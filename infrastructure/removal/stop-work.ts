import { DisableRuleCommand, type EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import {
  GetScheduleCommand,
  paginateListSchedules,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { idsOf, type StackPart } from './stack-parts.ts';

export type Stopped = { readonly rules: number; readonly schedules: number };

/**
 * Turns the rules and the schedules of the stack off, so that nothing puts the guard on any more. By calls and not by a
 * deployment: it holds at once, and it needs nothing of this checkout to match what is deployed.
 */
export async function stopWork(
  parts: readonly StackPart[],
  events: EventBridgeClient,
  scheduler: SchedulerClient,
): Promise<Stopped> {
  const rules = idsOf(parts, 'AWS::Events::Rule');
  for (const rule of rules) await disableRule(events, rule);
  let schedules = 0;
  for (const group of idsOf(parts, 'AWS::Scheduler::ScheduleGroup')) {
    for await (const page of paginateListSchedules({ client: scheduler }, { GroupName: group })) {
      for (const { Name } of page.Schedules ?? []) {
        await disableSchedule(scheduler, group, Name);
        schedules += 1;
      }
    }
  }
  return { rules: rules.length, schedules };
}

/** {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html} */
async function disableRule(events: EventBridgeClient, Name: string): Promise<void> {
  try {
    await events.send(new DisableRuleCommand({ Name }));
  } catch (error) {
    // Somebody deleted it: it puts the guard on nobody either.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/**
 * UpdateSchedule takes whatever is left out for its default, so all that is there goes in again.
 * {@link https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html}
 */
async function disableSchedule(scheduler: SchedulerClient, GroupName: string, Name: string | undefined): Promise<void> {
  const there = await scheduler.send(new GetScheduleCommand({ GroupName, Name }));
  if (there.State === 'DISABLED') return;
  await scheduler.send(
    new UpdateScheduleCommand({
      GroupName,
      Name,
      Description: there.Description,
      ScheduleExpression: there.ScheduleExpression,
      ScheduleExpressionTimezone: there.ScheduleExpressionTimezone,
      StartDate: there.StartDate,
      EndDate: there.EndDate,
      KmsKeyArn: there.KmsKeyArn,
      FlexibleTimeWindow: there.FlexibleTimeWindow,
      Target: there.Target,
      ActionAfterCompletion: there.ActionAfterCompletion,
      State: 'DISABLED',
    }),
  );
}
