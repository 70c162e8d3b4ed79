import type { Actor } from '../domain/mfa-event.ts';
import { visible } from './visible.ts';

/** Who acted, in whose session, from where and with what. */
export const whoDidIt = ({ type, arn, sessionIssuer, sourceAddress, userAgent }: Actor): readonly string[] => [
  visible(arn ?? type),
  ...(sessionIssuer === undefined ? [] : [`In a session of ${visible(sessionIssuer)}`]),
  `From ${visible(sourceAddress ?? 'an unknown address')}`,
  `With ${visible(userAgent ?? 'an unknown client')}`,
];
