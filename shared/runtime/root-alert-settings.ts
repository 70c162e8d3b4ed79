import * as v from 'valibot';
import { ALERT, matching, parse } from './settings.ts';

const rootAlertSettings = v.object({
  ...ALERT,
  /** The role of each function, and the session that Lambda opens for the function. */
  OWN_SESSIONS: v.pipe(
    matching(/^[\w+=,.@-]+\/[\w-]+(;[\w+=,.@-]+\/[\w-]+)*$/, 'roles and their functions, such as role/function'),
    v.transform((sessions) => new Map(sessions.split(';').map(toOwnSession))),
  ),
});

export type RootAlertSettings = v.InferOutput<typeof rootAlertSettings>;

export const readRootAlertSettings = (environment: Readonly<Record<string, string | undefined>>): RootAlertSettings =>
  parse(rootAlertSettings, environment);

function toOwnSession(text: string): readonly [string, string] {
  const [role = '', session = ''] = text.split('/');
  return [role, session];
}
