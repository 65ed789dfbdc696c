import { PARTS, type Timed, WAITING } from './parts.js';
import { STACK_PARTS, type StackTimes } from './timed-stack.js';

const WIDTH = 50;

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const sum = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((all, part) => all + part, 0);

const head = (title: string): void =>
  console.log(
    title.padEnd(WIDTH) + ['median', 'least', 'most'].map((word) => word.padStart(9)).join('') + 'share'.padStart(8),
  );

function line(name: string, values: readonly number[], whole: number): void {
  const columns = [median(values), Math.min(...values), Math.max(...values)].map((value) => seconds(value).padStart(9));
  console.log(
    `  ${name.padEnd(WIDTH - 2)}${columns.join('')}${`${((median(values) / whole) * 100).toFixed(0)} %`.padStart(8)}`,
  );
}

/** One table of parts that come one after the other, and their sum. Medians of parts need not add up to the median of the whole. */
function sumOf(title: string, names: readonly string[], runs: readonly Readonly<Record<string, number>>[]): void {
  const wholes = runs.map(sum);
  const whole = median(wholes);
  head(title);
  for (const name of names)
    line(
      name,
      runs.map((parts) => parts[name]!),
      whole,
    );
  line('in all', wholes, whole);
  console.log('');
}

/** One table of parts that go on side by side: the last one is the whole. */
function sideBySide(title: string, stacks: readonly StackTimes[]): void {
  const whole = median(stacks.map((times) => Math.max(...Object.values(times))));
  head(title);
  for (const [part, name] of Object.entries(STACK_PARTS))
    line(
      name,
      stacks.map((times) => times[part as keyof StackTimes]),
      whole,
    );
  console.log('');
}

export function printTable(starts: readonly Timed[], stacks: readonly StackTimes[]): void {
  console.log(`${starts.length} runs, seconds\n`);
  sumOf(
    'From `npm start` to SUCCESS',
    PARTS.map(([name]) => name),
    starts.map(({ parts }) => parts),
  );
  sideBySide('The stack alone, from its start until each part is ready', stacks);
  console.log(`${WAITING}, not in the sums: ${starts.map(({ waited }) => seconds(waited)).join(', ')}`);
}
