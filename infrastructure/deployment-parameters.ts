/** `exists`: what a pattern cannot tell and CloudFormation would find out in the middle of a deployment. */
type Parameter = { readonly pattern: RegExp; readonly allowed: string; readonly exists?: (value: string) => boolean };

/** As in parameters.yml: here refused in a sentence, before anything is built. osls itself takes no empty value. */
export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  Mode: { pattern: /^(observe|enforce)$/, allowed: 'observe or enforce' },
  LongTermKeys: { pattern: /^deny$/, allowed: 'deny' },
  SecurityEmail: { pattern: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, allowed: 'one e-mail address, or left out' },
  WatchedAccount: { pattern: /^\d{12}$/, allowed: 'an account id of twelve digits, or left out' },
  Scope: {
    pattern: /^(password-without-device|every-password)$/,
    allowed: 'password-without-device or every-password',
  },
  MaxNewGuards: { pattern: /^\d{1,6}$/, allowed: 'a number of users' },
  Concurrency: { pattern: /^[1-9]\d?$/, allowed: 'a number from 1 to 99' },
  HeartbeatDays: { pattern: /^\d{1,3}$/, allowed: 'a number of days, or 0 for never' },
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

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
