/**
 * The thread that the SDK of 1Password runs in. Loading it compiles 14 MB of WebAssembly, and deciphering a vault computes: on the worker's main
 * thread both would hold up every login. It has one client, signed in once, for one token.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Client, createClient } from '@1password/sdk';
import { failureOf } from './failure.js';
import type { Question, Reply, Request, ThreadData } from './messages.js';

const INTEGRATION = { integrationName: 'temporal-agent-auth', integrationVersion: '1.0.0' };

const { token } = workerData as ThreadData;
let client: Promise<Client> | null = null;

function signedIn(): Promise<Client> {
  client ??= createClient({ auth: token, ...INTEGRATION }).catch((error: unknown) => {
    client = null;
    throw error;
  });
  return client;
}

async function ask(question: Question): Promise<unknown> {
  const { vaults, items } = await signedIn();
  switch (question.ask) {
    case 'vaults':
      return vaults.list();
    case 'items':
      return items.list(question.vault_id, { type: 'ByState', content: { active: true, archived: false } });
    case 'item':
      return items.get(question.vault_id, question.item_id);
  }
}

/** A session can have ended although its token is good, and two requests can have met: both are worth one more request, and no others. */
async function askAgain(question: Question): Promise<unknown> {
  const wasSignedIn = client !== null;
  try {
    return await ask(question);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'token_invalid') client = null;
    if (failure !== 'conflict' && !(failure === 'token_invalid' && wasSignedIn)) throw error;
    return ask(question);
  }
}

async function reply({ id, question }: Request): Promise<Reply> {
  try {
    return { id, answer: await askAgain(question) };
  } catch (error) {
    return { id, failure: failureOf(error) };
  }
}

parentPort?.on('message', async (request: Request) => parentPort?.postMessage(await reply(request)));
