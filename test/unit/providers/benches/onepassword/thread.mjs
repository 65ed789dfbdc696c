/**
 * The thread of the SDK, with another core below it: what the SDK itself does with questions, answers and errors is the real thing. Its core asks
 * the test, at the port that the token names, in the JSON in which the SDK and its core speak; an answer that is not 200 is what it throws.
 */
import Module, { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const core = createRequire(require.resolve('@1password/sdk')).resolve('@1password/sdk-core');

let port = '';

/** @type {(path: string, body: string) => Promise<string>} */
async function send(path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { method: 'POST', body });
  const text = await answer.text();
  // WebAssembly that computes for ever gives no other code of its thread a turn.
  while (answer.headers.has('x-hang'));
  if (answer.status !== 200) throw text;
  return text;
}

const module = new Module(core);
module.loaded = true;
module.exports = {
  /** @type {(config: string) => Promise<string>} */
  init_client(config) {
    port = /^ops_(\d+)_/.exec(JSON.parse(config).serviceAccountToken)?.[1] ?? '';
    return send('init_client', config);
  },
  /** @type {(call: string) => Promise<string>} */
  invoke: (call) => send('invoke', call),
  release_client() {},
};
require.cache[core] = module;

await import('../../../../../dist/activities/providers/onepassword/thread.js');
