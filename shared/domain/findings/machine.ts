import type { Finding } from '../finding.ts';
import { accountArn, type FindingContext } from './finding-context.ts';
import { insufficientData, open } from './make-finding.ts';

/** What the service itself rests on: a trail that brings events, and somebody who hears of them. */
export function machineFindings(context: FindingContext): readonly Finding[] {
  return [...trailFindings(context), ...subscriptionFindings(context)];
}

function trailFindings(context: FindingContext): readonly Finding[] {
  const { trail } = context;
  if (trail === 'not-asked' || trail.kind === 'logging') return [];
  const make = trail.kind === 'missing' ? open : insufficientData;
  return [make('trail-missing', accountArn(context), { why: trail.why })];
}

/** A topic without a confirmed subscriber tells nobody. */
function subscriptionFindings(context: FindingContext): readonly Finding[] {
  const { subscriptions } = context;
  if (subscriptions === 'not-asked') return [];
  if ('kind' in subscriptions) {
    return [insufficientData('nobody-subscribed', accountArn(context), { why: subscriptions.why })];
  }
  return subscriptions
    .filter(({ confirmed }) => confirmed === 0)
    .map(({ topicArn, pending }) => open('nobody-subscribed', topicArn, { pending }));
}
