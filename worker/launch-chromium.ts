import { type Browser, chromium } from 'playwright-core';
import { definedEnv } from '../contract/defined-env.js';
import { needTool } from './need-tool.js';

/**
 * Starts the Chromium of this machine, apart from the pages of any login.
 * @throws AgentAuthError `tool_missing`
 */
export async function launchChromium(): Promise<Browser> {
  const { path, args, env, sandbox } = await needTool('chromium');
  return chromium.launch({
    executablePath: path,
    args: [...args],
    env: { ...definedEnv(process.env), ...env },
    chromiumSandbox: sandbox,
  });
}
