import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../workflow/ports.ts';

/** Structured logs; every line carries the event's id once `lambda()` has set it. */
export const logger = new Logger();

export const log: Log = {
  info: (message, facts = {}) => {
    logger.info(message, facts);
  },
  warn: (message, facts = {}) => {
    logger.warn(message, facts);
  },
};
