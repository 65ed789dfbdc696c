import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from '../worker/tools/run.js';
import { withProjectLock } from './setup/project-lock.mjs';
import { fingerprint } from './setup/stale.mjs';

export const ROOMS = ['contract', 'workflows', 'activities', 'worker', 'client', 'cli', 'server', 'test/sites'];
const SCRIPTS = ['build.mjs', 'build-hosted.mjs', 'build-in-page.mjs'].map((name) => join('scripts', name));
const SOURCES = [...ROOMS, 'package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json', ...SCRIPTS];

/** What the workflow bundle is made of; everything else can change without a new bundle. */
const FAILURE_CONVERTER = 'worker/failure-converter.js';
const BUNDLE_SOURCES = ['contract', 'workflows', FAILURE_CONVERTER, 'package-lock.json', 'scripts/build.mjs'];

/** What the hosted page is made of. */
const HOSTED_SOURCES = ['contract', 'server/hosted', 'package-lock.json', 'scripts/build-hosted.mjs'];

/** Files that the rooms read at run time and that the compiler leaves where they are. */
const DATA_FILE = /(?<!tsconfig)\.(json|sql|html|css|svg)$/;

const TSC_MS = 180_000;
const STAMP = '.stamp';

/** @param {string} project */
export function buildIsStale(project) {
  return readStamp(project).sources !== fingerprint(project, SOURCES);
}

/**
 * Builds `dist` next to the old one and swaps them when everything is there.
 *
 * @param {string} project
 * @param {(line: string) => void} say
 * @returns {Promise<string | null>} what went wrong
 */
export async function build(project, say) {
  const started = Date.now();
  // Always the same name: the workflow bundle contains it, and equal sources must make equal bundles.
  const draft = join(project, '.cache', 'dist');
  const dist = join(project, 'dist');
  const stamp = {
    sources: fingerprint(project, SOURCES),
    bundle: fingerprint(project, BUNDLE_SOURCES),
    hosted: fingerprint(project, HOSTED_SOURCES),
  };
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });

  say('compiling');
  // Types are checked by `npm test`, not each time that somebody starts.
  const tsc = join(project, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = await run(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', draft], {
    cwd: project,
    timeoutMs: TSC_MS,
  });
  if (!compiled.ok) return `The TypeScript compiler refused:\n${compiled.output || compiled.why}`;
  for (const room of ROOMS) await copyDataFiles(join(project, room), join(draft, room));
  await bundlePageWorldScript(project, draft);
  await bundleWorkflows(project, draft, stamp.bundle, say);
  await bundleHostedPage(project, draft, stamp.hosted);
  await writeFile(join(draft, STAMP), JSON.stringify(stamp));

  const old = join(project, '.cache', 'dist.old');
  await rm(old, { recursive: true, force: true });
  if (existsSync(dist)) await rename(dist, old);
  await rename(draft, dist);
  await rm(old, { recursive: true, force: true });
  say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return null;
}

/**
 * @param {string} project
 * @returns {{ sources?: string, bundle?: string, hosted?: string }}
 */
function readStamp(project) {
  try {
    return JSON.parse(readFileSync(join(project, 'dist', STAMP), 'utf8'));
  } catch {
    return {};
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
async function copyDataFiles(from, to) {
  if (!existsSync(from)) return;
  for (const name of await readdir(from, { recursive: true })) {
    const source = join(from, name);
    if (!DATA_FILE.test(name) || !(await stat(source)).isFile()) continue;
    await mkdir(dirname(join(to, name)), { recursive: true });
    await cp(source, join(to, name));
  }
}

/**
 * The part of the login engine that runs inside web pages is one script without imports.
 *
 * @param {string} project
 * @param {string} draft
 */
async function bundlePageWorldScript(project, draft) {
  const { buildPageWorld } = await import(pathToFileURL(join(project, 'scripts', 'build-page-world.mjs')).href);
  await buildPageWorld(join(draft, 'page-world.json'));
}

/**
 * @param {string} project
 * @param {string} draft
 * @param {string} hostedStamp
 */
async function bundleHostedPage(project, draft, hostedStamp) {
  const name = join('server', 'hosted');
  const previous = join(project, 'dist', name);
  if (readStamp(project).hosted === hostedStamp && existsSync(previous)) {
    await rm(join(draft, name), { recursive: true, force: true });
    await cp(previous, join(draft, name), { recursive: true });
    return;
  }
  const { buildHosted } = await import(pathToFileURL(join(project, 'scripts', 'build-hosted.mjs')).href);
  await buildHosted(join(draft, name));
}

/**
 * Bundled ahead, because bundling takes longer than everything else that a worker does at its start.
 *
 * @param {string} project
 * @param {string} draft
 * @param {string} bundleStamp
 * @param {(line: string) => void} say
 */
async function bundleWorkflows(project, draft, bundleStamp, say) {
  const name = 'workflow-bundle.js';
  const previous = join(project, 'dist', name);
  if (readStamp(project).bundle === bundleStamp && existsSync(previous)) {
    await cp(previous, join(draft, name));
    return;
  }
  say('bundling the workflows');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(draft, 'workflows', 'index.js'),
    failureConverterPath: join(draft, FAILURE_CONVERTER),
    logger: new DefaultLogger('WARN', ({ level, message }) => say(`${level} ${message}`)),
  });
  await writeFile(join(draft, name), code);
}

/**
 * Builds where `dist` is not what the sources of now make.
 *
 * @param {string} project
 * @param {(line: string) => void} say
 * @returns {Promise<string | null>} what went wrong
 */
export async function buildIfStale(project, say) {
  if (!buildIsStale(project)) return null;
  // Looked at again: whoever held the lock may have done it.
  return withProjectLock(project, say, async () => (buildIsStale(project) ? build(project, say) : null));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const project = dirname(dirname(fileURLToPath(import.meta.url)));
  /** @param {string} line */
  const say = (line) => console.error(`build: ${line}`);
  const problem = await withProjectLock(project, say, () => build(project, say));
  if (problem !== null) {
    console.error(problem);
    process.exitCode = 1;
  }
}
