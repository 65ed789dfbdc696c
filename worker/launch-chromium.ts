import type { Browser } from 'playwright-core';
import { playwright } from '../activities/browser/playwright.js';
import { chromiumEnv } from '../contract/machine/chromium-env.js';
import { needTool } from './need-tool.js';

/**
 * Starts a Chromium of its own on this machine, separate from the worker's.
 * @throws AgentAuthError `tool_missing`
 */
export async function launchChromium(): Promise<Browser> {
  const { path, args, env, sandbox } = await needTool('chromium');
  return playwright().chromium.launch({
    executablePath: path,
    args: [...args],
    env: chromiumEnv(process.env, env),
    chromiumSandbox: sandbox,
  });
}
