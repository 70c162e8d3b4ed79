import type { MfaEvent } from './mfa-event.ts';
import type { Unknown } from './posture.ts';

/** A line of the credential report: what was true of a user when it was generated, up to four hours ago. */
export type ReportRow = {
  readonly userName: string;
  readonly arn: string;
  readonly isRoot: boolean;
  /** `unknown` where the report does not say (`not_supported`). */
  readonly passwordEnabled: boolean | 'unknown';
  readonly passwordLastUsed: Date | undefined;
  readonly passwordLastChanged: Date | undefined;
  readonly mfaActive: boolean;
  readonly accessKeys: readonly {
    readonly active: boolean;
    readonly lastUsed: Date | undefined;
    readonly lastRotated: Date | undefined;
    /** Namespace of the service, such as `s3`, and the Region in which the key was last used. */
    readonly lastService?: string | undefined;
    readonly lastRegion?: string | undefined;
  }[];
  /** Active signing certificates; undefined: the report does not tell. */
  readonly certificates?: number | undefined;
  /** When the password policy makes the user change the password. */
  readonly passwordExpires?: Date | undefined;
};

export type CredentialReport = {
  readonly kind: 'report';
  readonly generatedAt: Date;
  readonly rows: readonly ReportRow[];
};

/** A policy document as IAM gives it: text of JSON, decoded. */
export type PolicyText = string;

/** A user as GetAccountAuthorizationDetails tells: live, but without password and devices. */
export type AccountUser = {
  readonly userName: string;
  readonly arn: string;
  readonly userId: string;
  readonly createdAt: Date | undefined;
  readonly groups: readonly string[];
  /** ARNs. */
  readonly attachedPolicies: readonly string[];
  /** But for the guard. */
  readonly inlinePolicies: readonly PolicyText[];
  /** The inline policy of the guard's name, if there is one. */
  readonly inlineGuard?: PolicyText | undefined;
  /** ARN of the permissions boundary, if there is one. */
  readonly boundary?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
};

export type AccountGroup = {
  readonly groupName: string;
  readonly attachedPolicies: readonly string[];
  readonly inlinePolicies: readonly PolicyText[];
};

export type AccountPolicy = { readonly arn: string; readonly defaultVersion: string; readonly document: PolicyText };

export type AccountDetails = {
  readonly kind: 'details';
  readonly users: readonly AccountUser[];
  readonly groups: readonly AccountGroup[];
  readonly policies: readonly AccountPolicy[];
};

export type VirtualDevice = {
  readonly serial: string;
  /** The ARN of whom it is assigned to; root's ends `:root`. Undefined: assigned to nobody. */
  readonly userArn: string | undefined;
  readonly enabledAt: Date | undefined;
};

export type VirtualDevices = { readonly kind: 'virtual-devices'; readonly all: readonly VirtualDevice[] };

/** What GetAccountSummary tells of root, and of quotas. */
export type AccountSummary = {
  readonly kind: 'summary';
  readonly rootHasMfa: boolean;
  readonly rootHasPassword: boolean;
  readonly rootAccessKeys: number;
  /** Managed policies that a user may carry. */
  readonly policiesPerUser?: number | undefined;
};

/** Credentials of a user for one service (CodeCommit, Keyspaces, Bedrock); the names of the services. */
export type ServiceCredentials = { readonly kind: 'service-credentials'; readonly services: readonly string[] };

/** Event history since a moment; `complete` when every page of every watched name was read. */
export type History = { readonly complete: boolean; readonly events: readonly MfaEvent[] };

/** An account read in bulk. A part that could not be read is `unknown`. */
export type Inventory = {
  readonly readAt: Date;
  readonly report: CredentialReport | Unknown;
  readonly details: AccountDetails | Unknown;
  readonly virtualDevices: VirtualDevices | Unknown;
  readonly summary: AccountSummary | Unknown;
  readonly history: History;
};
