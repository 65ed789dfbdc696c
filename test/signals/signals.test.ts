/** The long one: `npm run test:signals`. `npm test` has a few moments of it, in `test/crash/interrupted.test.ts`. */
import { describe, expect, test } from 'vitest';
import { builtFile } from '../../worker/built-file.js';
import { type Interruption, interrupt, NOTHING } from '../support/interrupted.js';

const UP = [process.execPath, builtFile('cli', 'main.js'), 'up', '--sample', '--ui', '--state-dir', 'STATE'];
const START = ['npm', 'start', '--', '--state-dir', 'STATE', '--answer', 'password=wrong'];
const LAST_MS = 12_000;
const MOMENTS = Number(process.env.SIGNALS_MOMENTS ?? 12);
const WAYS: readonly Pick<Interruption, 'signals' | 'to'>[] = [
  { signals: [['SIGINT', 0]], to: 'group' },
  { signals: [['SIGTERM', 0]], to: 'process' },
  { signals: [['SIGHUP', 0]], to: 'group' },
  {
    signals: [
      ['SIGINT', 0],
      ['SIGINT', 30],
    ],
    to: 'group',
  },
  {
    signals: [
      ['SIGINT', 0],
      ['SIGINT', 1_200],
    ],
    to: 'group',
  },
  {
    signals: [
      ['SIGINT', 0],
      ['SIGTERM', 300],
      ['SIGINT', 1_500],
    ],
    to: 'process',
  },
];
const moments = Array.from({ length: MOMENTS }, (_, n) => Math.round(((n + Math.random()) / MOMENTS) * LAST_MS));

describe.each([
  ['agent-auth up', UP],
  ['npm start', START],
] as const)('%s', (_, command) => {
  const all = moments.map((at, n) => ({ at, ...WAYS[n % WAYS.length]! }));
  test.each(all)('$at ms after its start, $signals to the $to, leaves nothing', async ({ at, signals, to }) => {
    const left = await interrupt({ command, at, signals, to });
    expect(left).toMatchObject(NOTHING);
  });
});
