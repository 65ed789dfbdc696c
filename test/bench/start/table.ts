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

/** One table of parts and their sum. Medians of parts need not add up to the median of the whole. */
function table(title: string, names: readonly string[], runs: readonly Readonly<Record<string, number>>[]): void {
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

export function printTable(starts: readonly Timed[], stacks: readonly StackTimes[]): void {
  console.log(`${starts.length} runs, seconds\n`);
  table(
    'From `npm start` to SUCCESS',
    PARTS.map(([name]) => name),
    starts.map(({ parts }) => parts),
  );
  const named = stacks.map((times) =>
    Object.fromEntries(Object.entries(STACK_PARTS).map(([part, name]) => [name, times[part as keyof StackTimes]])),
  );
  table('The stack alone, by its parts', Object.values(STACK_PARTS), named);
  console.log(`${WAITING}, not in the sums: ${starts.map(({ waited }) => seconds(waited)).join(', ')}`);
}
