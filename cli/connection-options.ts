/** Whose credentials, and where: what every command has that asks AWS. */
export type ConnectionOptions = { readonly profile?: string; readonly region?: string };
