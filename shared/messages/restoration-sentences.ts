import { assertNever } from '../domain/assert-never.ts';
import type { Restoration } from '../domain/restoration.ts';
import { effectSentence, reasonSentence } from './sentences.ts';
import { visible } from './visible.ts';

/** In two or three words, for the subject. */
export function restoredShortly(restoration: Restoration): string {
  switch (restoration.kind) {
    case 'evaluated':
      return SHORTLY[restoration.outcome.effect];
    case 'put-off':
      return 'put back later';
    case 'set-back':
      return 'put back';
    case 'would-set-back':
    case 'no-good-version':
    case 'policy-missing':
      return 'NOT put back';
    case 'as-shipped':
      return 'as shipped';
    default:
      return assertNever(restoration);
  }
}

const SHORTLY = {
  applied: 'put back',
  swapped: 'put back',
  released: 'nothing to put back',
  'already-so': 'nothing to put back',
  'would-apply': 'NOT put back',
  failed: 'NOT put back',
} as const;

/** What was done, in sentences. */
export function restorationLines(restoration: Restoration): readonly string[] {
  switch (restoration.kind) {
    case 'evaluated': {
      const { outcome } = restoration;
      return [...outcome.decision.reasons.map(reasonSentence), effectSentence(outcome)];
    }
    case 'put-off':
      return [
        `This is restore number ${restoration.times} in a short time, so somebody or something fights the guard.`,
        `It is put back at ${restoration.until.toISOString()} (UTC): each time a little later, within a quarter of an hour, for as long as this goes on. You get this alert once a day for this user.`,
      ];
    case 'set-back':
      return [`Version ${visible(restoration.versionId)}, whose text is this release's, is the default version again.`];
    case 'would-set-back':
      return [
        `In observe nothing is changed: version ${visible(restoration.versionId)}, whose text is this release's, would be the default version again.`,
      ];
    case 'no-good-version':
      return ["No version of the policy has this release's text, and the service may not write one."];
    case 'policy-missing':
      return ['The policy does not exist any more, so nobody carries it and nobody can be given it.'];
    case 'as-shipped':
      return ["The policy is there, and its default version has this release's text."];
    default:
      return assertNever(restoration);
  }
}

/** What is left for a human. */
export function whatNow(restoration: Restoration): readonly string[] {
  const ask = [
    'Ask whoever did it why. If nobody knows of it, treat the credentials as stolen: end the sessions of the role, or deactivate the keys of the user.',
  ];
  switch (restoration.kind) {
    case 'no-good-version':
    case 'policy-missing':
      return [
        'Put the policy back. An ordinary deployment does not see what was changed by hand; this one does:',
        '  aws cloudformation create-change-set --stack-name aws-mfa-enforcer-prod --change-set-name put-back \\',
        '    --use-previous-template --deployment-mode REVERT_DRIFT --capabilities CAPABILITY_NAMED_IAM',
        '  aws cloudformation execute-change-set --stack-name aws-mfa-enforcer-prod --change-set-name put-back',
        'docs/runbook.md ("Putting back what was changed by hand") tells what to look at between the two, and what to do if that is refused. Then run a sweep by hand: whoever deletes the policy has to take it off everybody first.',
        '',
        ...ask,
      ];
    case 'put-off':
      return [
        'Most often it is a tool that keeps the attachments of users exclusively, such as Terraform: docs/runbook.md tells how to make it leave the guard alone.',
        '',
        ...ask,
      ];
    case 'evaluated':
    case 'set-back':
    case 'would-set-back':
    case 'as-shipped':
      return ask;
    default:
      return assertNever(restoration);
  }
}
