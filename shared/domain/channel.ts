/** The ways by which a notification goes out: an owner's own mail, the two topics, the event bus. */
export const CHANNELS = ['mail', 'owners', 'security', 'bus'] as const;

export type Channel = (typeof CHANNELS)[number];
