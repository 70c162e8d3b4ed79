/** Text from outside, short enough for a log line and a message. */
export const clip = (text: string): string => (text.length > 64 ? `${text.slice(0, 64)}…` : text);
