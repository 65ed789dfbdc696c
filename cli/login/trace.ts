import type { InvocationTrace, TraceEntry } from '../../contract/trace.js';
import type { Colors } from '../terminal/io.js';
import { row } from '../terminal/print.js';

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 23);

const factsOf = ({ facts }: TraceEntry): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** The trace of a login, an entry a line. Times are UTC. */
export function traceLines({ entries, dropped }: InvocationTrace, colors: Colors): string[] {
  const lines = entries.map((entry) => {
    const columns = [
      [entry.stage, 8],
      [entry.rule, 14],
      [entry.reason, 18],
      [factsOf(entry), 0],
    ] as const;
    return `${colors.dim(clock(entry.at))}  ${row(columns)}`;
  });
  if (dropped > 0) return [colors.dim(`${dropped} older entries are gone`), ...lines];
  return lines.length > 0 ? lines : [colors.dim('no trace: nothing was written yet, or it is older than 30 days')];
}
