import type { Expiry } from './expiry.ts';
import type { ConnectionOptions } from '../connection-options.ts';

/** Which table: named, or the one that the stack put out. */
export type TableOptions = ConnectionOptions & {
  readonly json: boolean;
  readonly stack: string;
  readonly table?: string;
};

export type AddOptions = TableOptions & {
  readonly user: string;
  readonly reason: string;
  readonly expires: Expiry;
  readonly ticket?: string;
  readonly breakGlass: boolean;
};

/** What is not named stays as it is. */
export type RenewOptions = TableOptions & {
  readonly user: string;
  readonly expires: Expiry;
  readonly reason?: string;
  readonly ticket?: string;
};

export type RemoveOptions = TableOptions & { readonly user: string };

/** What the command line asked for of exemptions. */
export type ExemptChoice =
  | { readonly command: 'exempt add'; readonly options: AddOptions }
  | { readonly command: 'exempt list'; readonly options: TableOptions }
  | { readonly command: 'exempt remove'; readonly options: RemoveOptions }
  | { readonly command: 'exempt renew'; readonly options: RenewOptions };

export const isExempt = (choice: { readonly command: string }): choice is ExemptChoice =>
  choice.command.startsWith('exempt ');
