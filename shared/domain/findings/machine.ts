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

/** A topic without a confirmed subscriber tells nobody; one that lost some, or waits for some, tells fewer than meant. */
function subscriptionFindings(context: FindingContext): readonly Finding[] {
  const { subscriptions } = context;
  if (subscriptions === 'not-asked') return [];
  if ('kind' in subscriptions) {
    const { why } = subscriptions;
    return OF_SUBSCRIPTIONS.map((code) => insufficientData(code, accountArn(context), { why }));
  }
  return subscriptions.flatMap(({ topicArn, audience, confirmed, pending, deleted }) => [
    ...(confirmed === 0 ? [open('nobody-subscribed', topicArn, { audience, pending })] : []),
    // Where nobody is subscribed the finding above names them already.
    ...(confirmed > 0 && pending > 0 ? [open('subscription-unconfirmed', topicArn, { pending })] : []),
    ...(deleted > 0 ? [open('subscription-lost', topicArn, { deleted })] : []),
  ]);
}

const OF_SUBSCRIPTIONS = ['nobody-subscribed', 'subscription-unconfirmed', 'subscription-lost'] as const;
