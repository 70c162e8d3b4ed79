import { assertNever } from '../domain/assert-never.ts';
import type { FindingFact } from '../domain/finding.ts';
import type { Hurt } from '../domain/plan/plan.ts';

/** Shows text from outside so that whoever displays it neither obeys nor links it: a terminal and Markdown differ. */
export type Show = (text: string) => string;

/** Whom a hurt is about, and how the name is shown. */
type Whom = { readonly userName: string; readonly show: Show };

/** What would happen, in one sentence. Total, whatever the facts are: a snapshot may have been written by hand. */
export function hurtSentence({ code, facts, severity }: Hurt, { userName, show }: Whom): string {
  const user = show(userName);
  const fact = (name: string) => show(String(facts[name] ?? 'not told'));
  const day = (at: FindingFact = 'not told') => show(String(at).slice(0, 10));
  switch (code) {
    case 'key-in-use':
      return `Access key ${fact('key')} of ${user} was used on ${day(facts['lastUsed'])}, last for ${fact('service')} in ${fact('region')}: it is denied from the switch on.`;
    case 'key-spared':
      return `Access key ${fact('key')} of ${user} was used on ${day(facts['lastUsed'])}, last for ${fact('service')} in ${fact('region')}: it is spared, and denied once no key was used for 30 days.`;
    case 'service-credential':
      return `${user} has credentials of its own for ${fact('services')}, which know no MFA: they are denied from the switch on.`;
    case 'smtp-user':
      return `${user} looks like a user for sending mail by SMTP, which is a guess from the name: its mails are refused from the switch on.`;
    case 'signing-certificate':
      return `${user} has active signing certificates (${fact('count')}), which know no MFA: what is signed with them is denied.`;
    case 'deployer':
      if (facts['by'] === 'key') {
        return `${user} deploys this stack and would be guarded: with an access key the next deployment goes on, in a session it needs MFA.`;
      }
      return severity === 'stop'
        ? `${user} deploys this stack and would be guarded: the next deployment, which is also the way back, is denied.`
        : `${user} deploys this stack, and whether the guard goes on is not known.`;
    case 'break-glass':
      return severity === 'stop'
        ? `${user} is for emergencies and would be guarded: in one, the first thing to do would be to enrol a device.`
        : `${user} is for emergencies, and whether the guard goes on is not known.`;
    case 'last-administrator':
      return `${user} is an administrator and would be guarded without a device, and no administrator among the users is left who has one.`;
    case 'policy-quota':
      return `${user} carries ${fact('attached')} of ${fact('quota')} managed policies: the guard has no room, and the user stays open.`;
    case 'enrolment-blocked':
      return `${user} could never enrol: ${source(facts['how'])} ${fact('by')} closes ${fact('actions')}.`;
    case 'enrolment-hindered':
      return facts['certain'] === true
        ? `${user} could be hindered in enrolling: ${source(facts['how'])} ${fact('by')} closes ${fact('actions')}.`
        : `Whether ${source(facts['how'])} ${fact('by')} lets ${user} enrol is not judged, of ${fact('actions')}.`;
    case 'password-change':
      return `${user} has to change the password at the next sign-in, and enrols after that; the guard lets both be done.`;
    case 'not-judged':
      return `Not judged of ${user}: ${fact('what')} (${fact('why')}).`;
    case 'way-in-not-judged':
      return 'Somebody who is or may be an administrator would be guarded without a device, and whether an administrator can still get in could not be read.';
    case 'name-unknown':
      return `${fact('option')} names ${fact('name')}, and no such user is known.`;
    default:
      return assertNever(code);
  }
}

const source = (how: unknown) => (how === 'boundary' ? 'the permissions boundary' : 'a Deny of');
