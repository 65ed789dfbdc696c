import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from './places.js';
import { installByPlaywright, playwrightChromium } from './playwright.js';
import { sparticuzCached, sparticuzPackage } from './sparticuz.js';

/** @typedef {import('./types.js').Context} Context */

const LOCAL_MS = 10_000;
const PROOF_MS = 30_000;

/** Names that the system packages of Chromium and Chrome have. */
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** @type {import('./types.js').ToolKind} */
export const chromium = {
  label: 'Chromium',
  prove: proveChromium,
  sources: [
    {
      name: 'AGENT_AUTH_CHROMIUM',
      timeoutMs: LOCAL_MS,
      async find({ env }) {
        const path = env.AGENT_AUTH_CHROMIUM;
        if (!path) return { why: 'not set' };
        return existsSync(path) ? { path } : { why: `there is no file ${path}` };
      },
    },
    {
      name: "Playwright's browsers",
      timeoutMs: LOCAL_MS,
      find: playwrightChromium,
    },
    {
      name: 'the system',
      timeoutMs: LOCAL_MS,
      async find(context) {
        const path = [...onPath(SYSTEM_NAMES, context), ...applicationFolders(context)].find(existsSync);
        return path === undefined ? { why: 'no Chromium or Chrome is installed' } : { path };
      },
    },
    {
      name: 'our cache',
      timeoutMs: LOCAL_MS,
      find: sparticuzCached,
    },
    {
      name: "Playwright's download",
      fetches: true,
      timeoutMs: 180_000,
      find: installByPlaywright,
    },
    {
      name: 'npm package @sparticuz/chromium',
      fetches: true,
      timeoutMs: 300_000,
      find: sparticuzPackage,
    },
  ],
  remedy:
    'Install Chromium or Chrome by your package manager, or set AGENT_AUTH_CHROMIUM to the browser program. ' +
    'If Chromium is there but does not run, a library may be missing: `npx playwright-core install-deps chromium`.',
};

/**
 * Starts the browser for a moment, as the worker will: with the sandbox for web content if that works, else without.
 *
 * @type {import('./types.js').ToolKind['prove']}
 */
async function proveChromium(found, context) {
  const version = await versionOf(found, context);
  if (context.isRoot) {
    const plain = await starts(found, ['--no-sandbox'], context);
    return plain.ok ? { version, sandbox: false, sandboxProblem: 'Chromium has none for root' } : { why: plain.why };
  }
  const sandboxed = await starts(found, [], context);
  if (sandboxed.ok) return { version, sandbox: true, sandboxProblem: null };
  const plain = await starts(found, ['--no-sandbox'], context);
  if (!plain.ok) return { why: plain.why };
  return { version, sandbox: false, sandboxProblem: 'this system does not let Chromium make one' };
}

/**
 * @param {import('./types.js').Found} found
 * @param {string[]} args
 * @param {Context} context
 */
async function starts(found, args, context) {
  // A folder of its own: a person's running Chrome must not be asked to open the page.
  const profile = await mkdtemp(join(tmpdir(), 'agent-auth-chromium-'));
  try {
    const always = ['--headless', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage'];
    return await context.run(
      found.path,
      [...always, `--user-data-dir=${profile}`, '--remote-debugging-port=0', ...args, 'about:blank'],
      { timeoutMs: PROOF_MS, until: /DevTools listening on/, env: { ...context.env, ...found.env } },
    );
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('./types.js').Found} found
 * @param {Context} context
 */
async function versionOf(found, context) {
  // On Windows Chrome answers `--version` by opening a window.
  if (context.platform === 'win32') return 'unknown';
  const env = { ...context.env, ...found.env };
  const result = await context.run(found.path, ['--version'], { timeoutMs: PROOF_MS, env });
  return /\d+\.\d+\.\d+\.\d+/.exec(result.output)?.[0] ?? 'unknown';
}

/**
 * Where Chrome is on systems that do not put it on PATH.
 *
 * @param {Context} context
 * @returns {string[]}
 */
function applicationFolders({ platform, env, home }) {
  if (platform === 'darwin') {
    const programs = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];
    return ['/Applications', join(home, 'Applications')].flatMap((folder) =>
      programs.map((program) => join(folder, program)),
    );
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return folders.flatMap((folder) => (folder ? [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : []));
  }
  return [];
}
