import type { Link } from './link.js';
import { ask, invocationPath, type Session } from './request.js';
import type { Trouble } from './trouble.js';

/**
 * Token and code are kept for the tab, so that a reload goes on; they end with the tab, and other tabs never see them.
 * (localStorage would outlive the person's visit on a shared computer.)
 */
const tokenKey = (invocationId: string): string => `agent-auth.token.${invocationId}`;
const codeKey = (invocationId: string): string => `agent-auth.code.${invocationId}`;

export type Opened = { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly why: Trouble };

/** Exchanges the one-time code of the link, or goes on with what this tab has. */
export async function openSession({ invocationId, code }: Link, store: Storage): Promise<Opened> {
  const exchanged: Opened = code === null ? { ok: false, why: 'gone' } : await exchange(invocationId, code);
  if (exchanged.ok) keep(exchanged.session, store);
  // Somebody who goes back to the link in the same tab has used the code already.
  if (exchanged.ok || exchanged.why !== 'gone') return exchanged;
  const jwt = store.getItem(tokenKey(invocationId));
  const kept = store.getItem(codeKey(invocationId));
  return jwt === null ? exchanged : { ok: true, session: { invocationId, jwt, code: kept } };
}

function keep({ invocationId, jwt, code }: Session, store: Storage): void {
  store.setItem(tokenKey(invocationId), jwt);
  if (code !== null) store.setItem(codeKey(invocationId), code);
}

/** There is nothing more to answer. The token still shows how it ended. */
export const forgetCode = (invocationId: string, store: Storage): void => store.removeItem(codeKey(invocationId));

/** The token is of no use any more either. */
export function forgetSession(invocationId: string, store: Storage): void {
  forgetCode(invocationId, store);
  store.removeItem(tokenKey(invocationId));
}

async function exchange(invocationId: string, code: string): Promise<Opened> {
  const answer = await ask(`${invocationPath(invocationId)}/exchange`, null, { code });
  if (!answer.ok) {
    // A malformed code is refused as bad input; for the person it is a link that does not work.
    return { ok: false, why: answer.why === 'refused' ? 'gone' : answer.why };
  }
  const { jwt } = (await answer.response.json()) as { readonly jwt: string };
  return { ok: true, session: { invocationId, jwt, code } };
}
