import type { InvocationTrace, TraceEntry } from '../../contract/invocation/trace.js';
import type { Colors } from '../terminal/io.js';
import { inWords } from './trace-words.js';

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 23);

const line = (entry: TraceEntry, colors: Colors): string =>
  `${colors.dim(clock(entry.at))}  ${inWords(entry)} ${colors.dim(`[${entry.stage} ${entry.rule} ${entry.reason}]`)}`;

/** The trace of a login, a sentence for each decision, with its codes. Times are UTC. */
export function traceLines({ entries, dropped }: InvocationTrace, colors: Colors): string[] {
  const lines = entries.map((entry) => line(entry, colors));
  if (dropped > 0) return [colors.dim(`${dropped} older entries are gone`), ...lines];
  return lines.length > 0 ? lines : [colors.dim('no trace: nothing was written yet, or it is older than 30 days')];
}

const LAST = 8;

/** The decisions that a login ended with; nothing where there are none. */
export const lastDecisions = ({ entries }: InvocationTrace): string[] =>
  entries.slice(-LAST).map((entry) => `  ${inWords(entry)}`);
