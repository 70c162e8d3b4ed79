import type { Account } from '../domain/account.ts';
import { visible } from './visible.ts';

/** The account as people know it: its id, and its name where the deployment gave one. */
export const accountName = ({ id, name }: Account): string => (name === undefined ? id : `${id} (${visible(name)})`);
