import { AgentAuthError } from '../contract/errors/errors.js';
import type { Tools } from './tools/types.js';
import { findTools, setUpTools } from './tools.js';

type Look = { readonly findTools: typeof findTools; readonly setUpTools: typeof setUpTools };

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Finds a program on this machine. When it is missing, as after an installation from npm, it is downloaded into the user's cache.
 * @param look for tests
 * @throws AgentAuthError `tool_missing`, with what was tried
 */
export async function needTool<Name extends keyof Tools>(
  name: Name,
  look: Look = { findTools, setUpTools },
): Promise<NonNullable<Tools[Name]>> {
  const here = (await look.findTools())[name];
  if (here !== null) return here as NonNullable<Tools[Name]>;
  const { tools, missing } = await look.setUpTools([name], { say: toStandardError });
  if (tools[name] === null) {
    const problems = missing.map(({ message }) => message);
    throw new AgentAuthError('tool_missing', { tool: name, tried: missing, problems });
  }
  return tools[name] as NonNullable<Tools[Name]>;
}
