/** What each field must be, in the words of the error message. Named by the field, wherever it stands. */
const EXPECTATIONS = new Map([
  ['envelope', 'an EventBridge event (a JSON object)'],
  ['record', 'a CloudTrail record (a JSON object)'],
  ['detail', 'a CloudTrail record (a JSON object)'],
  ['account', 'an account id of 12 digits'],
  ['eventTime', 'a UTC time such as 2026-11-24T03:00:00Z'],
  ['userIdentity', 'a JSON object that tells who acted'],
  ['requestParameters', 'a JSON object, null or absent'],
  ['userName', 'the name of an IAM user (1 to 64 letters, digits or _+=,.@-)'],
  ['newUserName', 'the new name of an IAM user (1 to 64 letters, digits or _+=,.@-)'],
  ['versionId', 'the id of a policy version such as v2'],
  ['serialNumber', 'the serial number of an MFA device'],
]);

/** @param field its dotted path, such as `detail.requestParameters.userName` */
export function expectationOf(field: string): string {
  return EXPECTATIONS.get(field.slice(field.lastIndexOf('.') + 1)) ?? 'a text that is not empty';
}
