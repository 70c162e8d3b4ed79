import * as v from 'valibot';

/** What CloudTrail records of CreateVirtualMFADevice: what answered is null when it was refused. */
const Record = v.object({
  eventTime: v.pipe(v.string(), v.isoTimestamp()),
  responseElements: v.nullish(v.object({ virtualMFADevice: v.object({ serialNumber: v.string() }) })),
});

export type DeviceCreated = { readonly serial: string; readonly at: Date };

/**
 * The device that a record tells of; undefined when the call was refused and made none.
 * {@link https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html}
 *
 * @throws when it is no such record.
 */
export function parseDeviceCreated(record: unknown): DeviceCreated | undefined {
  const { eventTime, responseElements } = v.parse(Record, record);
  const serial = responseElements?.virtualMFADevice.serialNumber;
  return serial === undefined ? undefined : { serial, at: new Date(eventTime) };
}
