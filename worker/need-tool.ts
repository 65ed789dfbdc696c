import { AgentAuthError } from '../contract/errors.js';
import type { Tools } from './tools/types.js';
import { findTools, setUpTools } from './tools.js';

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Finds a program on this machine. When it is missing, as after an installation from npm, it is downloaded into the user's cache.
 * @throws AgentAuthError `tool_missing`, with what was tried
 */
export async function needTool<Name extends keyof Tools>(name: Name): Promise<NonNullable<Tools[Name]>> {
  const here = (await findTools())[name];
  if (here !== null) return here as NonNullable<Tools[Name]>;
  const { tools, missing } = await setUpTools([name], { say: toStandardError });
  if (tools[name] === null) throw new AgentAuthError('tool_missing', { tool: name, tried: missing });
  return tools[name] as NonNullable<Tools[Name]>;
}
