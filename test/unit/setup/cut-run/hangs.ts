import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';

/** Hears no signal, and has started another such program, which says to whoever looks nothing about where it comes from. */
const DEAF = `
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
  setInterval(() => {}, 1000);
  if (process.argv[1] === 'first') {
    const { spawn } = require('node:child_process');
    const second = spawn(process.execPath, ['-e', process.argv[2]], { env: {}, detached: true, stdio: 'ignore' });
    process.stdout.write(second.pid + '\\n');
  }`;

test('starts programs, makes folders, and never ends', { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agent-auth-cut-'));
  const first = spawn(process.execPath, ['-e', DEAF, 'first', DEAF], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const second = await new Promise<number>((resolve) => first.stdout.once('data', (line) => resolve(Number(line))));
  const found = { fork: process.pid, vitest: process.ppid, programs: [first.pid, second], folder };
  writeFileSync(process.env.CUT_RUN_FACTS!, JSON.stringify(found));
  await new Promise(() => {});
});
