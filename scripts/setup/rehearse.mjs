// `npm run test:setup`: tries each source of the network for real, each with an empty cache, and says which work here.
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '../../worker/tools/chromium.js';
import { sha256 } from '../../worker/tools/pinned.js';
import { run } from '../../worker/tools/run.js';
import { search } from '../../worker/tools/search.js';
import { temporalCli, temporalTestServer } from '../../worker/tools/temporal.js';

/**
 * @param {import('../../worker/tools/types.js').ToolKind} kind
 * @param {import('../../worker/tools/types.js').Source} source
 */
async function rehearse(kind, source) {
  const cache = mkdtempSync(join(tmpdir(), 'agent-auth-rehearsal-'));
  const started = Date.now();
  try {
    const { tool, tried } = await search({ ...kind, sources: [source] }, emptyMachine(cache), { fetch: true });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    const outcome = tool === null ? `no: ${tried[0]?.why}` : `yes: version ${tool.version}`;
    console.log(`${kind.label} from ${source.name}: ${outcome} (${seconds} s)`);
    return tool !== null;
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

/**
 * @param {string} cache
 * @returns {import('../../worker/tools/types.js').Context}
 */
function emptyMachine(cache) {
  // Playwright reads the setting from its process, which is ours when it is asked where it keeps its browsers.
  process.env.PLAYWRIGHT_BROWSERS_PATH = join(cache, 'ms-playwright');
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
    cache,
    run,
    fetch,
    hash: sha256,
    say: () => undefined,
  };
}

for (const kind of [temporalCli, temporalTestServer, chromium]) {
  let works = false;
  for (const source of kind.sources.filter(({ fetches }) => fetches)) works = (await rehearse(kind, source)) || works;
  if (!works) {
    console.log(`${kind.label}: no source works here. ${kind.remedy}`);
    process.exitCode = 1;
  }
}
