import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findTools } from '../../../worker/tools.js';

/** Always the same: that it runs is tried once. */
const FILE = join(import.meta.dirname, '../../../.cache/test/chromium');

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The Chromium of this machine, without what pays off only for pages that stay: V8's compiler that optimizes, and a process for graphics. `npm run test:variants` has the usual
 * one.
 */
export async function setup(): Promise<void> {
  if (process.env.TEST_VARIANTS === 'all' || process.platform === 'win32' || process.env.AGENT_AUTH_CHROMIUM === FILE)
    return;
  const { chromium } = await findTools();
  if (chromium === null) return;
  const { path, env } = chromium;
  const variables = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  const script = `#!/bin/sh\n${variables.join('')}exec ${quoted(path)} --js-flags=--no-opt --in-process-gpu "$@"\n`;
  mkdirSync(dirname(FILE), { recursive: true });
  if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== script) writeFileSync(FILE, script);
  chmodSync(FILE, 0o755);
  process.env.AGENT_AUTH_CHROMIUM = FILE;
}
