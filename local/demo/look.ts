import { ListAttachedUserPoliciesCommand } from '@aws-sdk/client-iam';
import type { Letter } from '../doors.ts';
import type { Stack } from '../stack.ts';
import { until } from '../until.ts';

export async function isGuarded({ iam, outputs }: Stack, userName: string): Promise<boolean> {
  const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: userName }));
  return AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === outputs.GuardArn) ?? false;
}

export async function untilGuarded(stack: Stack, userName: string): Promise<void> {
  await until(`the guard of ${userName}`, async () => ((await isGuarded(stack, userName)) ? true : undefined));
}

/** The message whose subject holds the words, once somebody has been sent it. */
export async function untilMail({ aws }: Stack, ...words: readonly string[]): Promise<Letter> {
  return until(`a message about ${words.join(' ')}`, async () => (await findMail(aws, words)).at(0));
}

export async function findMail({ doors }: Stack['aws'], words: readonly string[]): Promise<readonly Letter[]> {
  return (await doors.mail()).filter(({ subject }) => words.every((word) => subject?.includes(word)));
}

/** Milliseconds between two calls, as the local AWS saw them. */
export async function between({ aws }: Stack, userName: string, from: string, to: string): Promise<number> {
  const calls = (await aws.doors.calls()).filter((call) => call.userName === userName && call.status === 200);
  const at = (action: string) => Date.parse(calls.findLast((call) => call.action === action)?.at ?? '');
  return at(to) - at(from);
}
