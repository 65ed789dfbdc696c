import { join } from 'node:path';
import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { parse } from '../../../contract/schemas/parse.js';
import { ERROR_ANSWER, ITEM_ANSWER, ITEMS_ANSWER, VAULTS_ANSWER } from '../shared/protocol.js';
import { readAnswer } from '../shared/read-answer.js';
import { fileName } from '../shared/settings.js';
import { rateLimited } from '../shared/trouble.js';
import type { ItemRef, ProviderKind } from '../types.js';
import { runProgram } from './run.js';

/** The program, by its name in the folder that the operator of the worker puts programs into. */
const SETTINGS = z.strictObject({ command: fileName });

/** Any program that prints JSON. It gets one request on its standard input and answers once. */
export const command: ProviderKind = {
  open({ token, settings }, { folder, timeoutMs }) {
    const file = join(folder, parse(SETTINGS, settings).command);
    const call = async <T>(schema: z.ZodType<T>, name: string, ref?: ItemRef): Promise<T> => {
      const input = JSON.stringify({ call: name, token, ...ref });
      const text = await runProgram(file, { args: [name], input, timeoutMs });
      return readAnswer(ERROR_ANSWER.transform(refuse).or(schema), text);
    };
    return {
      check: () => call(VAULTS_ANSWER, 'check'),
      list: () => call(ITEMS_ANSWER, 'list'),
      read: (ref) => call(ITEM_ANSWER, 'read', ref),
    };
  },
};

function refuse({ error, retry_after }: z.output<typeof ERROR_ANSWER>): never {
  if (error === 'rate_limited') throw rateLimited(retry_after === undefined ? null : String(Math.ceil(retry_after)));
  throw new AgentAuthError(`provider_${error}`);
}
