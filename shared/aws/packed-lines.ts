import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Lines as one compressed attribute: an item holds 400 KB, and an account may have ten thousand findings. */
export const pack = (lines: readonly string[]): AttributeValue => ({ B: gzipSync(lines.join('\n')) });

export function unpack(packed: AttributeValue | undefined): readonly string[] {
  if (packed?.B === undefined) return [];
  const text = gunzipSync(packed.B).toString('utf8');
  return text === '' ? [] : text.split('\n');
}
