import { expect, test } from 'vitest';
import { builtFile } from '../../worker/built-file.js';
import { interrupt, NOTHING } from '../support/interrupted.js';
import { variants } from '../support/variants.js';

const UP = [process.execPath, builtFile('cli', 'main.js'), 'up', '--state-dir', 'STATE'];

// Each is ended before Temporal or the worker is ready: what starts is what was forgotten. `npm run test:signals` tries all moments.
test.each(
  variants(1, [
    ['Ctrl-C as soon as Temporal starts', 'Starting Temporal', [['SIGINT', 50]], 'group'],
    ['SIGTERM while the worker starts', 'Starting the worker', [['SIGTERM', 200]], 'process'],
    [
      'Ctrl-C twice, as npm hands it on',
      'Starting Temporal',
      [
        ['SIGINT', 300],
        ['SIGINT', 20],
      ],
      'group',
    ],
  ] as const),
)('%s leaves no process, no lock and no file, and is no failure', async (_, at, signals, to) => {
  const left = await interrupt({ command: UP, at, signals, to });
  expect(left).toMatchObject({ ...NOTHING, code: 0 });
  expect(left.said).toContain('Stopping');
});
