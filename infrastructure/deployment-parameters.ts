/** `exists`: what a pattern cannot tell and CloudFormation would find out in the middle of a deployment. */
type Parameter = { readonly pattern: RegExp; readonly allowed: string; readonly exists?: (value: string) => boolean };

/** As in parameters.yml: here refused in a sentence, before anything is built. osls itself takes no empty value. */
export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  Mode: { pattern: /^(observe|enforce)$/, allowed: 'observe or enforce' },
  EnforceFrom: {
    pattern: /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
    allowed: 'a moment in UTC such as 2027-01-11T08:00:00Z, or left out',
    exists: isMoment,
  },
  Include: {
    pattern:
      /^(path:\/[!-+\--~]*|group:[\w+=.@*?-]+|tag:[\w +.:/@-]+=[\w +=.:/@*?-]*)(,(path:\/[!-+\--~]*|group:[\w+=.@*?-]+|tag:[\w +.:/@-]+=[\w +=.:/@*?-]*))*$/,
    allowed: 'patterns path:/…, group:… or tag:KEY=…, with commas between them and at most 500 characters, or left out',
    exists: isShort,
  },
  Exclude: {
    pattern: /^(path:\/[!-+\--~]*|group:[\w+=.@*?-]+)(,(path:\/[!-+\--~]*|group:[\w+=.@*?-]+))*$/,
    allowed:
      'patterns path:/… or group:…, with commas between them and at most 500 characters, or left out; not by tag, since whoever may tag a user could free somebody',
    exists: isShort,
  },
  LongTermKeys: { pattern: /^(deny|allow|spare-in-use)$/, allowed: 'deny, allow or spare-in-use' },
  Phases: { pattern: /^(one|two)$/, allowed: 'one or two' },
  Release: { pattern: /^(never|when-compliant)$/, allowed: 'never or when-compliant' },
  InlineFallback: { pattern: /^(off|on)$/, allowed: 'off or on' },
  SecurityEmail: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, allowed: 'one e-mail address, or left out' },
  SecurityMinimumSeverity: {
    pattern: /^(critical|high|medium|low|info)$/,
    allowed: 'critical, high, medium, low or info',
  },
  MessagesAMinute: { pattern: /^[1-9]\d{0,4}$/, allowed: 'a number from 1 to 99999' },
  SlackWebhook: {
    pattern:
      /^\/[A-Za-z0-9_./-]{1,1010}$|^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$/,
    allowed:
      'the name of a SecureString parameter such as /mfa-enforcer/slack-webhook, or the ARN of a secret, or left out; never the webhook itself',
  },
  SlackHost: { pattern: /^[A-Za-z0-9.-]+(:\d{1,5})?$/, allowed: 'a host such as hooks.slack.com, or left out' },
  OwnersEmail: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, allowed: 'one e-mail address, or left out' },
  SenderAddress: {
    pattern: /^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
    allowed: 'one plain e-mail address that SES has verified, or left out',
  },
  HelpContact: { pattern: /^[^\r\n]{1,200}$/, allowed: 'one line of at most 200 characters, or left out' },
  OwnerTags: {
    pattern: /^[^,\r\n]{1,128}(,[^,\r\n]{1,128}){0,9}$/,
    allowed: 'one to ten tag keys with commas between them, such as owner,team',
  },
  OwnerDomain: { pattern: /^([A-Za-z0-9-]+\.)+[A-Za-z]{2,63}$/, allowed: 'a domain such as example.com, or left out' },
  AccountName: { pattern: /^[^\r\n]{1,100}$/, allowed: 'one line of at most 100 characters, or left out' },
  EventBus: {
    pattern: /^off$|^arn:aws[a-z-]*:events:(us-east-1|cn-north-1|us-gov-west-1):\d{12}:event-bus\/[\w./-]{1,256}$/,
    allowed: 'off, or the ARN of an event bus in the Region of the stack, or left out',
  },
  WatchedAccount: { pattern: /^\d{12}$/, allowed: 'an account id of twelve digits, or left out' },
  Scope: {
    pattern: /^(password-without-device|every-password)$/,
    allowed: 'password-without-device or every-password',
  },
  MaxNewGuards: { pattern: /^\d{1,6}$/, allowed: 'a number of users' },
  Concurrency: { pattern: /^[1-9]\d?$/, allowed: 'a number from 1 to 99' },
  HeartbeatDays: { pattern: /^\d{1,3}$/, allowed: 'a number of days, or 0 for never' },
  ReminderDays: {
    pattern: /^off$|^[1-9]\d{0,2}(,[1-9]\d{0,2}){0,9}$/,
    allowed: 'days with commas between them, such as 1,3,7, or off',
  },
  PruneDevices: { pattern: /^(off|on)$/, allowed: 'off or on' },
  SweepSchedule: {
    pattern: /^rate\([1-9]\d{0,2} (hours?|days?)\)$|^cron\([^\s()]+( [^\s()]+){5}\)$/,
    allowed: 'such as rate(12 hours) or cron(0 3 * * ? *)',
  },
  SweepTimeZone: {
    pattern: /^[A-Za-z][A-Za-z0-9_+/-]{1,49}$/,
    allowed: 'the IANA name of a time zone, such as UTC or Europe/Berlin',
    exists: isTimeZone,
  },
  ReconcileSchedule: {
    pattern: /^off$|^rate\(([5-9]|[12]\d|30) minutes\)$/,
    allowed: 'rate(N minutes) with N from 5 to 30, or off',
  },
  ReservedConcurrency: { pattern: /^[1-9]\d{0,2}$/, allowed: 'a number from 1 to 999, or left out' },
};

/** Lambda has 4 KB for all variables of a function. */
function isShort(text: string): boolean {
  return text.length <= 500;
}

/** The calendar may not have the day: then `Date` tells another one, or none. */
function isMoment(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text.replace('Z', '.000Z');
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
