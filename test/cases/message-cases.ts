import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Notification } from '../../shared/domain/notification.ts';

const FOLDER = `${import.meta.dirname}/messages`;

/** A notification, and in the files beside it what each channel makes of it. */
export type MessageCase = { readonly name: string; readonly folder: string; readonly notification: Notification };

export const messageCases: readonly MessageCase[] = globSync(`${FOLDER}/*/`)
  .toSorted()
  .map((folder) => ({
    name: basename(folder),
    folder,
    notification: JSON.parse(readFileSync(`${folder}/notification.json`, 'utf8'), toDates) as Notification,
  }));

/** Every field that ends in `At`, `at`, `from` and `until` are moments. */
function toDates(key: string, value: unknown): unknown {
  return typeof value === 'string' && /^(at|from|until)$|At$/.test(key) && /^\d{4}-/.test(value)
    ? new Date(value)
    : value;
}
