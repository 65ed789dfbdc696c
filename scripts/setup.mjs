import './setup/node-version.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpTools } from '../worker/tools.js';
import { build, buildIsStale } from './build.mjs';
import { dependenciesAreInstalled, installDependencies } from './setup/dependencies.mjs';
import { withProjectLock } from './setup/project-lock.mjs';
import { wantedTools } from './setup/wanted-tools.mjs';

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} line */
const say = (line) => console.error(`set-up: ${line}`);

/**
 * Makes a fresh clone ready to run: dependencies, programs, build. Nothing outside the project and the user's cache is
 * changed; when all is there it is over in a moment, without the network.
 *
 * @param {{ withTestServer?: boolean }} [options] `withTestServer`: also what only tests need
 * @returns {Promise<boolean>} whether all is there; if not, it has said what to do
 */
export async function setUp({ withTestServer = false } = {}) {
  if (!dependenciesAreInstalled(PROJECT) || buildIsStale(PROJECT)) {
    const problem = await withProjectLock(PROJECT, say, prepareProject);
    if (problem !== null) return refuse(problem);
  }
  const { tools, missing } = await setUpTools(wantedTools({ withTestServer, env: process.env }), { say });
  for (const { message } of missing) refuse(message);
  if (missing.length > 0) return false;
  if (tools.chromium?.sandbox === false) {
    say(
      `warning: Chromium runs without its sandbox (${tools.chromium.sandboxProblem}); log in to sites you trust only`,
    );
  }
  const found = Object.values(tools).filter((tool) => tool !== null);
  say(`ready (${found.map(({ path, version }) => `${path} ${version}`).join(', ')})`);
  return true;
}

/** @returns {Promise<string | null>} what went wrong */
async function prepareProject() {
  // Looked at again: whoever held the lock may have done it.
  if (!dependenciesAreInstalled(PROJECT)) {
    say('installing dependencies (npm ci)');
    const problem = await installDependencies(PROJECT);
    if (problem !== null) return problem;
  }
  return buildIsStale(PROJECT) ? build(PROJECT, say) : null;
}

/** @param {string} problem */
function refuse(problem) {
  console.error(`\n${problem}\n`);
  return false;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const ready = await setUp({ withTestServer: process.argv.includes('--with-test-server') });
  process.exitCode = ready ? 0 : 1;
}
