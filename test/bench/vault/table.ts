import { cpus } from 'node:os';
import { BARE } from './calls.js';
import type { Measured } from './logins.js';
import type { Times } from './times.js';

const WIDTH = 26;
const line = (name: string, ...columns: readonly string[]): void =>
  console.log(name.padEnd(WIDTH) + columns.map((column) => column.padStart(12)).join(''));

const ms = (value: number): string => `${value.toFixed(2)} ms`;
const ratio = (value: number): string => value.toFixed(1);

export function printCalls(sqlite: Times, postgres: Times, logins: number): void {
  console.log(`Medians of ${logins} logins. Ratios: to a bare change of a row on the same store, in the same run.\n`);
  line('', 'SQLite', 'ratio', 'Postgres', 'ratio');
  for (const name of [
    ...Object.values(BARE),
    ...sqlite
      .names()
      .filter((each) => !each.startsWith('bare'))
      .sort(),
  ]) {
    const columns = [sqlite, postgres].flatMap((times) => {
      const median = times.median(name);
      return [ms(median), ratio(median / times.median(BARE.write))];
    });
    line(name, ...columns);
  }
}

export function printLogins(rows: readonly (readonly [name: string, Measured])[], count: number): void {
  console.log(
    `\n${count} logins at once on ${cpus().length} cores, 2 pages a worker, sample site and Temporal on the same machine\n`,
  );
  line('', 'a minute', 'ratio', 'CPU busy');
  const first = rows[0]![1].perMinute;
  for (const [name, { perMinute, busy }] of rows)
    line(name, perMinute.toFixed(1), (perMinute / first).toFixed(2), `${(busy * 100).toFixed(0)} %`);
  if (Math.max(...rows.map(([, { busy }]) => busy)) > 0.9)
    console.log(
      '\nThe CPU is what limits it here: browsers, sites and Temporal share its cores. A second worker wants a machine of its own.',
    );
}
