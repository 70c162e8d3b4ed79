import type { FindingCode } from '../domain/finding.ts';
import { IAM, MACHINE_REMEDIES, type Remedy } from './machine-remedy.ts';
import { ROOT_NOT_YOU, ROOT_STEPS } from './root-steps.ts';
import { WAVE_LEFT } from './wave-remedy.ts';

export const REMEDIES: Readonly<Record<FindingCode, Remedy>> = {
  'root-without-mfa': { steps: ROOT_STEPS, link: `${IAM}/enable-mfa-for-root.html` },
  'root-access-keys': {
    steps: [
      'Give what uses the keys a role instead, then delete them. A human has to do it:',
      '  1. Sign in to the console as the root user, with the e-mail address of the account.',
      '  2. Open the account menu at the top right and choose "Security credentials".',
      '  3. Under "Access keys" choose each key, then "Actions", "Deactivate"; if nothing fails, "Delete".',
      'In AWS Organizations, root credentials of member accounts can be removed centrally, once for all.',
    ],
    link: `${IAM}/id_root-user_manage_delete-key.html`,
  },
  'root-has-virtual-device': {
    steps: [...ROOT_STEPS, 'Then remove the authenticator app on the same page, once two passkeys are there.'],
    link: `${IAM}/enable-mfa-for-root.html`,
  },
  'root-used-recently': {
    steps: ['Give daily work a role: few tasks need the root user.', ...ROOT_NOT_YOU],
    link: `${IAM}/root-user-best-practices.html`,
  },
  'password-without-device': {
    steps: [
      'Let the user enrol a device: the message to the owner has the steps. Better: delete the password and let the person sign in through IAM Identity Center.',
      '  aws iam delete-login-profile --user-name NAME',
    ],
    link: `${IAM}/id_credentials_mfa_enable.html`,
  },
  'privileged-without-phishing-resistant': {
    steps: [
      'Let the user enrol a passkey or security key (in the console only), and a second one as a backup, then remove the other devices.',
      'Or take the right away, where a role that asks for MFA will do.',
    ],
    link: `${IAM}/id_credentials_mfa_enable_fido.html`,
  },
  'no-backup-device': {
    steps: ['Let the user enrol a second device of another kind and keep it in another place: a user may have eight.'],
    link: `${IAM}/id_credentials_mfa.html`,
  },
  'console-password-unused': {
    steps: [
      'Delete the password: nobody misses it, and it needs no MFA any more.',
      '  aws iam delete-login-profile --user-name NAME',
    ],
    link: `${IAM}/id_credentials_passwords_admin-change-user.html`,
  },
  'wave-left': WAVE_LEFT,
  'access-key-unused': {
    steps: [
      'Deactivate the key, and delete it when nothing has failed for some weeks.',
      '  aws iam update-access-key --user-name NAME --access-key-id ID --status Inactive',
    ],
    link: `${IAM}/id-credentials-access-keys-update.html`,
  },
  'access-key-would-be-denied': {
    steps: [
      'Automation has no use for a console password: give it a role, or a user of its own without a password.',
      'For a person at a terminal: sessions with MFA (aws sts get-session-token --serial-number … --token-code …).',
    ],
    link: `${IAM}/best-practices.html`,
  },
  'key-spared': {
    steps: ['Move what uses the key to a role (by OIDC, or an instance profile), then delete the key.'],
    link: `${IAM}/best-practices.html`,
  },
  'key-can-open-console': {
    steps: [
      'Name the roles that the user may assume instead of "*", ask for MFA in their trust policies, and take sts:GetFederationToken away where nothing needs it.',
    ],
    link: `${IAM}/id_roles_providers_enable-console-custom-url.html`,
  },
  'orphan-virtual-device': {
    steps: [
      'Delete it, unless somebody is enrolling it right now.',
      '  aws iam delete-virtual-mfa-device --serial-number ARN',
    ],
    link: `${IAM}/id_credentials_mfa_enable_virtual.html`,
  },
  'prefer-identity-center': {
    steps: ['Let people sign in through IAM Identity Center or another identity provider, and delete the passwords.'],
    link: `${IAM}/best-practices.html`,
  },
  ...MACHINE_REMEDIES,
};
