import type { Stack } from './stack.ts';

/** How to use a local AWS that is left running, for people. */
export function howToTalkToIt({ aws, outputs }: Stack): string {
  const variables = Object.entries(aws.env).map(([name, value]) => `  export ${name}=${value}`);
  return [
    '',
    `The local AWS listens at ${aws.endpoint} until you press Ctrl-C. In another terminal:`,
    ...variables,
    '  aws iam create-user --user-name jane.doe',
    '  aws iam create-login-profile --user-name jane.doe --password correct-Horse-7-battery',
    '  aws iam list-attached-user-policies --user-name jane.doe',
    'What it did, and what was mailed:',
    `  aws logs tail /aws/lambda/${outputs.EvaluateUserFunction}`,
    `  curl ${aws.endpoint}/_local/mail`,
    '',
  ].join('\n');
}

export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    // A pending promise alone keeps no process alive.
    const alive = setInterval(() => undefined, 60_000);
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    process.once('SIGINT', end).once('SIGTERM', end);
  });
}
