import * as v from 'valibot';

/**
 * What CloudTrail records when an IAM user assumes a role, in the console (SwitchRole) too: there AWS calls AssumeRole
 * in the user's name. {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html}
 */
const AssumeRole = v.object({
  eventSource: v.literal('sts.amazonaws.com'),
  eventName: v.literal('AssumeRole'),
  errorCode: v.optional(v.null()),
  userIdentity: v.object({ type: v.literal('IAMUser'), userName: v.string() }),
  requestParameters: v.object({ roleArn: v.string() }),
});

/**
 * The ARN of the role that the user assumed by this record of event history; undefined for any other record, for a call
 * that failed, and for a session of a role that only bears the user's name.
 */
export function assumedRoleIn(record: string, userName: string): string | undefined {
  const parsed = v.safeParse(AssumeRole, toJson(record));
  if (!parsed.success || parsed.output.userIdentity.userName !== userName) return undefined;
  return parsed.output.requestParameters.roleArn;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
