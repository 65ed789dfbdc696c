import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { changeRecord, readRecord } from './record.js';

/** @typedef {import('./types.js').Context} Context */

const require = createRequire(import.meta.url);

/**
 * The Chromium that Playwright has downloaded, or would use if it had. Loading Playwright takes a third of a second,
 * so its answer is kept for as long as its version and settings stay the same.
 *
 * @param {Context} context
 * @returns {Promise<import('./types.js').Found | import('./types.js').Miss>}
 */
export async function playwrightChromium({ cache, env, home }) {
  const { version } = JSON.parse(readFileSync(require.resolve('playwright-core/package.json'), 'utf8'));
  const key = JSON.stringify([version, env.PLAYWRIGHT_BROWSERS_PATH ?? '', env.XDG_CACHE_HOME ?? '', home]);
  const known = readRecord(cache).playwright;
  const path = known?.key === key ? known.path : await askPlaywright();
  changeRecord(cache, (record) => {
    record.playwright = { key, path };
  });
  return existsSync(path) ? { path } : { why: 'none downloaded' };
}

async function askPlaywright() {
  const playwright = await import('playwright-core');
  return playwright.chromium.executablePath();
}

/**
 * Has Playwright download its Chromium to where it keeps its browsers, in the user's cache.
 *
 * @param {Context} context
 * @param {AbortSignal} signal
 */
export async function installByPlaywright(context, signal) {
  const cli = join(dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  const result = await context.run(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
    timeoutMs: 170_000,
    signal,
    env: { ...context.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
  });
  return result.ok ? playwrightChromium(context) : { why: `it failed: ${firstError(result)}` };
}

/** @param {{ why: string, output: string }} result */
function firstError({ why, output }) {
  const line = output.split('\n').find((candidate) => candidate.includes('Error'));
  return line?.trim().slice(0, 200) ?? why;
}
