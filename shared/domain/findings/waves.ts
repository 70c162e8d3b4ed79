import type { Finding } from '../finding.ts';
import type { FindingContext } from './finding-context.ts';
import { open } from './make-finding.ts';

/** Who was in the wave once is held to it: somebody has changed the path, a group or a tag, or the wave. */
export const waveFindings = ({ leftWave = [] }: FindingContext): readonly Finding[] =>
  leftWave.map((arn) => open('wave-left', arn));
