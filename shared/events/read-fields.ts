import * as v from 'valibot';
import { InvalidEventError, type RecordLabel } from './invalid-event-error.ts';

/**
 * The fields that a schema asks for, or an InvalidEventError for the first that is missing or wrong.
 *
 * @param path where the input stands in the record, such as `requestParameters.userName`
 */
export function readFields<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  label: RecordLabel,
  path?: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const field = [label.within, path, v.getDotPath(result.issues[0])]
    .filter((part) => typeof part === 'string')
    .join('.');
  throw new InvalidEventError(field, label);
}
