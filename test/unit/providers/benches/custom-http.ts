import type { IncomingMessage, ServerResponse } from 'node:http';
import { customHttp } from '../../../../activities/providers/custom-http/index.js';
import type { Bench, WorldItem } from '../world.js';
import { SERVER_FAULTS, sendJson, serve } from './serve.js';

type Answer = (items: readonly unknown[], token: string, request: IncomingMessage, response: ServerResponse) => void;
const example = new URL('../../../../examples/credential-provider/answer.mjs', import.meta.url).href;

const stored = ({ id, title, vault, urls, version, totp, username, password, extra }: WorldItem) => {
  const more = Object.entries(extra).map(([label, value]) => [label.toLowerCase().replaceAll(' ', '_'), value]);
  return { id, title, vault, urls, version, totp, values: { username, password, ...Object.fromEntries(more) } };
};

/** The server of the example. */
export async function customHttpBench(): Promise<Bench & { readonly address: string }> {
  const { answer }: { readonly answer: Answer } = await import(example);
  const token = 'canary-token-http-77';
  let items: readonly WorldItem[] = [];
  const served = await serve(
    (request, response) => {
      if (served.fault === 'forbidden') return sendJson(response, 403, { error: JSON.stringify(items) });
      const known = served.fault === 'token' ? 'another token' : token;
      const inUse = items.filter(({ state }) => state === 'active').map(stored);
      return answer(inUse, known, request, response);
    },
    () => JSON.stringify(items),
  );
  return {
    token,
    address: served.address,
    open: (timeoutMs = 10_000) =>
      customHttp.open({ token, settings: { url: served.address } }, { folder: '/nowhere', timeoutMs }),
    async fill(given) {
      items = given;
    },
    async fail(fault) {
      served.fault = fault;
    },
    vaults: ['work', 'other'],
    faults: {
      ...SERVER_FAULTS,
      token: 'provider_token_invalid',
      forbidden: 'provider_forbidden',
    },
    close: served.close,
  };
}
