/**
 * Who it is about. Names are unique in an account whatever the path, and an event tells the name only:
 * the ARN with its path is known once the user's details are read.
 */
export type UserRef = { readonly accountId: string; readonly userName: string };
