import { playwright } from '../../activities/browser/playwright.js';
import { launchChromium } from '../../worker/launch-chromium.js';
import { findTools } from '../../worker/tools.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';
import { unusedVariable } from './unused-variable.js';

const REMOTE_MS = 10_000;
const INSTALL = 'Run `npm run setup`, install Chromium by the package manager, or set AGENT_AUTH_CHROMIUM to it.';

/** Its address is not told: it can hold a token. */
async function checkRemote(url: string): Promise<Finding[]> {
  try {
    // Lets go of it, and leaves it running.
    await (await playwright().chromium.connectOverCDP(url, { timeout: REMOTE_MS })).close();
    return [ok('The browser at AGENT_AUTH_CDP_URL answers.')];
  } catch {
    const next = 'Start it, or mend the address; without the variable the worker starts a Chromium of its own.';
    return [problem('The browser at AGENT_AUTH_CDP_URL does not answer.', next)];
  }
}

/** Starts it as a worker does, and opens a page. */
export const checkChromium: Check = async ({ env }) => {
  if (env.AGENT_AUTH_CDP_URL) return checkRemote(env.AGENT_AUTH_CDP_URL);
  const { chromium } = await findTools();
  if (chromium === null) return [problem('There is no Chromium that runs on this machine.', INSTALL)];
  try {
    const browser = await launchChromium();
    try {
      await (await browser.newPage()).goto('about:blank');
    } finally {
      await browser.close();
    }
  } catch {
    // Its own text quotes the command line.
    return [problem(`Chromium ${chromium.version} does not start (${chromium.path}).`, INSTALL)];
  }
  const started = [
    ok(`Chromium ${chromium.version} starts (${chromium.source}).`),
    ...unusedVariable('AGENT_AUTH_CHROMIUM', env, chromium),
  ];
  if (chromium.sandbox) return [...started, ok('Its sandbox works.')];
  const next = 'Run the worker as a user that is not root, where user namespaces are allowed; see docs/security.md.';
  return [...started, warning(`It runs without its sandbox: ${chromium.sandboxProblem}.`, next)];
};
