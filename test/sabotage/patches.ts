import type { Patch } from './patch.ts';
import { bulkReading } from './patches/bulk-reading.ts';
import { channels } from './patches/channels.ts';
import { deciding } from './patches/deciding.ts';
import { emitting } from './patches/emitting.ts';
import { enforcing } from './patches/enforcing.ts';
import { fitting } from './patches/fitting.ts';
import { finding } from './patches/finding.ts';
import { guard } from './patches/guard.ts';
import { guards } from './patches/guards.ts';
import { exempting } from './patches/exempting.ts';
import { healing } from './patches/healing.ts';
import { planning } from './patches/planning.ts';
import { protecting } from './patches/protecting.ts';
import { releasing } from './patches/releasing.ts';
import { mailing } from './patches/mailing.ts';
import { parsing } from './patches/parsing.ts';
import { patterns } from './patches/patterns.ts';
import { reading } from './patches/reading.ts';
import { reconciling } from './patches/reconciling.ts';
import { reminding } from './patches/reminding.ts';
import { rights } from './patches/rights.ts';
import { running } from './patches/running.ts';
import { schedules } from './patches/schedules.ts';
import { slack } from './patches/slack.ts';
import { stack } from './patches/stack.ts';
import { sweeping } from './patches/sweeping.ts';
import { starting } from './patches/starting.ts';
import { waving } from './patches/waving.ts';
import { telling } from './patches/telling.ts';
import { watching } from './patches/watching.ts';

/** Changes a comment: whatever "catches" it would catch anything, and all else in the table would be worth nothing. */
export const control: Patch = {
  name: 'control',
  why: 'Nothing goes wrong: a comment reads otherwise.',
  file: 'shared/domain/decide.ts',
  from: 'The guard stays on whoever has it',
  to: 'Whoever has the guard keeps it',
  tests: ['cases/decide', 'unit/evaluate-user', 'unit/tell-once', 'property/evaluation', 'unit/template'],
};

export const patches: readonly Patch[] = [
  ...reading,
  ...deciding,
  ...enforcing,
  ...starting,
  ...waving,
  ...telling,
  ...channels,
  ...slack,
  ...emitting,
  ...mailing,
  ...reminding,
  ...releasing,
  ...protecting,
  ...planning,
  ...fitting,
  ...healing,
  ...exempting,
  ...parsing,
  ...patterns,
  ...rights,
  ...stack,
  ...guard,
  ...guards,
  ...running,
  ...bulkReading,
  ...sweeping,
  ...reconciling,
  ...finding,
  ...schedules,
  ...watching,
];
