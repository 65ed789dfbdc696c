import { AgentAuthError } from '../contract/errors.js';
import type { Tools } from './tools/types.js';
import { findTools } from './tools.js';

/**
 * A program that set-up has found or fetched.
 * @throws AgentAuthError `tool_missing`, naming it
 */
export async function needTool<Name extends keyof Tools>(name: Name): Promise<NonNullable<Tools[Name]>> {
  const tool = (await findTools())[name];
  if (tool === null) throw new AgentAuthError('tool_missing', { tool: name });
  return tool as NonNullable<Tools[Name]>;
}
