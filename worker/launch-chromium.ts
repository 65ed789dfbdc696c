import { type Browser, chromium } from 'playwright-core';
import { chromiumEnv } from '../contract/chromium-env.js';
import { needTool } from './need-tool.js';

/**
 * Starts a Chromium of its own on this machine, separate from the worker's.
 * @throws AgentAuthError `tool_missing`
 */
export async function launchChromium(): Promise<Browser> {
  const { path, args, env, sandbox } = await needTool('chromium');
  return chromium.launch({
    executablePath: path,
    args: [...args],
    env: chromiumEnv(process.env, env),
    chromiumSandbox: sandbox,
  });
}
