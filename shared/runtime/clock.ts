import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../workflow/ports.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds) => setTimeout(milliseconds),
};
