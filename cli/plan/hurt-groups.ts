import { hurtSentence, type Show } from '../../shared/messages/hurt-sentence.ts';
import type { HurtCode, Plan } from '../../shared/domain/plan/plan.ts';

/** All hurts of one kind, whose cure is told once. */
export type HurtGroup = {
  readonly severity: 'stop' | 'warning';
  readonly code: HurtCode;
  readonly sentences: readonly string[];
};

/** Gravest first, those of the account before those of users. */
export function hurtGroups({ users, hurts }: Plan, show: Show): readonly HurtGroup[] {
  const all = [
    ...hurts.map((hurt) => ({ hurt, userName: '' })),
    ...users.flatMap((user) => user.hurts.map((hurt) => ({ hurt, userName: user.userName }))),
  ];
  return (['stop', 'warning'] as const).flatMap((severity) => {
    const grave = all.filter(({ hurt }) => hurt.severity === severity);
    return [...new Set(grave.map(({ hurt }) => hurt.code))].map((code) => ({
      severity,
      code,
      sentences: grave
        .filter(({ hurt }) => hurt.code === code)
        .map(({ hurt, userName }) => hurtSentence(hurt, { userName, show })),
    }));
  });
}
