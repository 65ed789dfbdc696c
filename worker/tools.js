import { homedir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './tools/chromium.js';
import { WITHOUT_FEATURES } from './tools/features.js';
import { withLock } from './tools/lock.js';
import { checkPinned, sha256 } from './tools/pinned.js';
import { cacheFolder } from './tools/places.js';
import { changeRecord } from './tools/record.js';
import { run } from './tools/run.js';
import { search } from './tools/search.js';
import { sweepDrafts } from './tools/store.js';
import { fetchedPrograms, temporalCli, temporalTestServer } from './tools/temporal.js';

/** @typedef {import('./tools/types.js').Context} Context */
/** @typedef {import('./tools/types.js').Tool} Tool */
/** @typedef {import('./tools/types.js').ChromiumTool} ChromiumTool */
/** @typedef {import('./tools/types.js').Tools} Tools */
/** @typedef {{ tool: string, message: string }} MissingTool `message` says what was tried and what to do */

/** Another set-up may be fetching everything from slow places. */
const LOCK_WAIT_MS = 15 * 60_000;

/** @type {Record<keyof Tools, import('./tools/types.js').ToolKind>} */
const KINDS = { temporal: temporalCli, testServer: temporalTestServer, chromium };

/**
 * The programs that this project runs, as they are on this machine: no network, and after the first time no program is
 * started to look. A tool that is not there is null.
 *
 * @param {Partial<Context>} [overrides] for tests
 * @returns {Promise<Tools>}
 */
export async function findTools(overrides) {
  const context = contextOf(overrides);
  const local = { fetch: false };
  const [temporal, testServer, browser] = await Promise.all([
    search(temporalCli, context, local),
    search(temporalTestServer, context, local),
    search(chromium, context, local),
  ]);
  /** @type {Tools} */
  const tools = {
    temporal: toolOf(temporal),
    testServer: toolOf(testServer),
    chromium: chromiumOf(browser),
  };
  changeRecord(context.cache, (record) => {
    record.tools = tools;
  });
  return tools;
}

/**
 * The programs that were fetched into the user's cache and are not those that we mean: somebody has changed them since.
 *
 * @param {Partial<Context>} [overrides] for tests
 * @returns {Promise<string[]>} their names and versions
 */
export async function changedTools(overrides) {
  const context = contextOf(overrides);
  const misses = await Promise.all(
    fetchedPrograms(context).map(async ({ name, path }) => ({ name, miss: await checkPinned(name, path, context) })),
  );
  return misses.filter(({ miss }) => miss !== undefined).map(({ name }) => name);
}

/**
 * Finds the wanted programs, and fetches into the user's cache those that are not there. Each source has a time limit;
 * the worst case is slow, never endless.
 *
 * @param {readonly (keyof Tools)[]} wanted
 * @param {Partial<Context>} [overrides] for tests; `say` to show progress
 * @returns {Promise<{ tools: Tools, missing: MissingTool[] }>}
 */
export async function setUpTools(wanted, overrides) {
  const context = contextOf(overrides);
  const here = await findTools(context);
  if (wanted.every((name) => here[name] !== null)) return { tools: here, missing: [] };
  const options = { waitMs: LOCK_WAIT_MS, say: context.say };
  return withLock(join(context.cache, 'setup.lock'), options, async () => {
    await sweepDrafts(context.cache);
    /** @type {MissingTool[]} */
    const missing = [];
    for (const name of wanted) {
      const kind = KINDS[name];
      const { tool, tried } = await search(kind, context, { fetch: true });
      if (tool === null) missing.push({ tool: kind.label, message: explain(kind, tried) });
    }
    return { tools: await findTools(context), missing };
  });
}

/**
 * @param {Partial<Context>} [overrides]
 * @returns {Context}
 */
function contextOf(overrides = {}) {
  const { env = process.env, platform = process.platform, home = homedir() } = overrides;
  return {
    env,
    platform,
    home,
    arch: process.arch,
    isRoot: process.getuid?.() === 0,
    cache: cacheFolder(platform, env, home),
    run,
    hash: sha256,
    fetch,
    say: () => undefined,
    ...overrides,
  };
}

/**
 * @param {import('./tools/search.js').SearchResult} result
 * @returns {Tool | null}
 */
function toolOf({ tool }) {
  return tool && { path: tool.path, version: tool.version, source: tool.source };
}

/**
 * @param {import('./tools/search.js').SearchResult} result
 * @returns {ChromiumTool | null}
 */
function chromiumOf({ tool }) {
  if (tool === null) return null;
  const { path, version, source, env = {}, sandbox = false, sandboxProblem = null } = tool;
  const args = sandbox ? [WITHOUT_FEATURES] : [WITHOUT_FEATURES, '--no-sandbox'];
  return { path, version, source, env, args, sandbox, sandboxProblem };
}

/**
 * @param {import('./tools/types.js').ToolKind} kind
 * @param {import('./tools/search.js').SearchResult['tried']} tried
 */
function explain(kind, tried) {
  const lines = tried.map(({ source, why }) => `  - ${source}: ${why}`);
  return [`${kind.label} was not found and could not be fetched:`, ...lines, kind.remedy].join('\n');
}
