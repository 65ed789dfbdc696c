import { launchChromium } from '../../worker/launch-chromium.js';
import { findTools } from '../../worker/tools.js';
import { type Check, ok, problem, warning } from './check.js';

const INSTALL = 'Run `npm run setup`, install Chromium by the package manager, or set AGENT_AUTH_CHROMIUM to it.';

/** Starts it as a worker does, and opens a page. */
export const checkChromium: Check = async ({ env }) => {
  if (env.AGENT_AUTH_CDP_URL) return [ok('The worker uses the browser that AGENT_AUTH_CDP_URL names.')];
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
  const started = ok(`Chromium ${chromium.version} starts (${chromium.source}).`);
  if (chromium.sandbox) return [started, ok('Its sandbox works.')];
  const next = 'Run the worker as a user that is not root, where user namespaces are allowed; see docs/security.md.';
  return [started, warning(`It runs without its sandbox: ${chromium.sandboxProblem}.`, next)];
};
