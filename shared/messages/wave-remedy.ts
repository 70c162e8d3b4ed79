import type { Remedy } from './machine-remedy.ts';

/** Of somebody who was in the wave that is guarded, and is not any more. */
export const WAVE_LEFT: Remedy = {
  steps: [
    'If somebody moved the user on purpose: nothing, the wave only says who is guarded first. To spare the user for a time, exempt them (mfa-enforcer exempt add).',
    'If nobody did, look in CloudTrail for who it was: UntagUser, TagUser, RemoveUserFromGroup, AddUserToGroup, UpdateUser.',
  ],
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_users.html',
} as const;
