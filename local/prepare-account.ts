import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';

type Config = ConstructorParameters<typeof CloudTrailClient>[0];

/** What the README asks of an account before the stack is deployed: a trail that logs management events. */
export async function prepareAccount(config: Config): Promise<void> {
  const cloudTrail = new CloudTrailClient(config ?? {});
  const Name = 'management-events';
  await cloudTrail.send(
    new CreateTrailCommand({ Name, S3BucketName: 'trail-of-the-account', IsMultiRegionTrail: true }),
  );
  await cloudTrail.send(new StartLoggingCommand({ Name }));
}
