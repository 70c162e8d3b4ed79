/**
 * What makes an administrator of whoever may do it, whatever the resource: the known ways of escalation through IAM
 * ({@link https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/}), and taking the guard off.
 */
export const ESCALATIONS = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:DetachUserPolicy',
  'iam:PutGroupPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
] as const;

/** The same, but harmless on the own user, as AWS's self-service policies grant them. */
export const ESCALATIONS_ON_OTHERS = [
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:DeactivateMFADevice',
  'iam:UpdateLoginProfile',
] as const;

/** Together with one of the next: whoever hands a role to a service has the role's rights. */
export const PASS_ROLE = 'iam:PassRole';

export const TAKES_ROLE = [
  'apprunner:CreateService',
  'autoscaling:CreateLaunchConfiguration',
  'cloudformation:CreateStack',
  'cloudformation:CreateStackSet',
  'codebuild:CreateProject',
  'datapipeline:CreatePipeline',
  'ec2:RequestSpotInstances',
  'ec2:RunInstances',
  'ecs:RegisterTaskDefinition',
  'ecs:RunTask',
  'glue:CreateDevEndpoint',
  'glue:CreateJob',
  'glue:UpdateJob',
  'lambda:CreateFunction',
  'sagemaker:CreateNotebookInstance',
  'sagemaker:CreateProcessingJob',
  'sagemaker:CreateTrainingJob',
] as const;

/**
 * Administrators by name. PowerUserAccess is one: it may not change IAM, but rules every other service, and with it the
 * roles that those services run under.
 */
export const ADMINISTRATOR_POLICY = /^arn:[^:]+:iam::aws:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/;

/** The own user, in both forms (users may have an IAM path). */
export const OWN_USER = /:user\/(\*\/)?\$\{aws:username\}$/;
