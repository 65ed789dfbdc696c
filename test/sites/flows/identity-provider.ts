import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { Provider } from 'oidc-provider';
import { listenOnLoopback } from '../sample/listen.js';

const CLIENT = { client_id: 'shop', client_secret: randomUUID() };

export interface IdentityProvider {
  /** Host and port. */
  readonly host: string;
  /** Where a login begins: the authorization endpoint (OpenID Connect Core 1.0 section 3.1.2). */
  readonly entry: string;
  /** Changes an authorization code for tokens (section 3.1.3); false when the provider does not take it. */
  redeem(code: string): Promise<boolean>;
  stop(): Promise<void>;
}

/** A real OpenID provider by another name of loopback. It takes every user and password, and asks for consent. */
export async function startIdentityProvider(callback: string): Promise<IdentityProvider> {
  let handle: RequestListener = (_, outgoing) => outgoing.destroy();
  const listener = await listenOnLoopback((incoming, outgoing) => handle(incoming, outgoing), 0);
  const host = `idp.localhost:${listener.port}`;
  const provider = new Provider(`http://${host}`, {
    clients: [{ ...CLIENT, redirect_uris: [callback] }],
    cookies: { keys: [randomUUID()] },
    claims: { openid: ['sub'], email: ['email'] },
    pkce: { required: () => false },
  });
  handle = provider.callback();
  const query = { client_id: CLIENT.client_id, redirect_uri: callback, response_type: 'code', scope: 'openid email' };
  return {
    host,
    entry: `http://${host}/auth?${new URLSearchParams(query)}`,
    redeem: async (code) => {
      const answer = await fetch(`http://127.0.0.1:${listener.port}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${CLIENT.client_id}:${CLIENT.client_secret}`)}` },
        body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callback }),
      });
      return answer.ok;
    },
    stop: listener.close,
  };
}
