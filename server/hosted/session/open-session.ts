import type { Link } from './link.js';
import { ask, invocationPath, type Session } from './request.js';
import type { Trouble } from './trouble.js';

/**
 * The token is kept for the tab, so that a reload goes on; it ends with the tab, and other tabs never see it.
 * (localStorage would outlive the person's visit on a shared computer.)
 */
const tokenKey = (invocationId: string): string => `agent-auth.token.${invocationId}`;

export type Opened = { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly why: Trouble };

/** Exchanges the one-time code of the link, or goes on with what this tab has. */
export async function openSession({ invocationId, code }: Link, store: Storage): Promise<Opened> {
  const exchanged: Opened = code === null ? { ok: false, why: 'gone' } : await exchange(invocationId, code);
  if (exchanged.ok) store.setItem(tokenKey(invocationId), exchanged.session.jwt);
  // Somebody who goes back to the link in the same tab has used the code already.
  if (exchanged.ok || exchanged.why !== 'gone') return exchanged;
  const jwt = store.getItem(tokenKey(invocationId));
  return jwt === null ? exchanged : { ok: true, session: { invocationId, jwt } };
}

/** The token is of no use any more. */
export const forgetSession = (invocationId: string, store: Storage): void => store.removeItem(tokenKey(invocationId));

async function exchange(invocationId: string, code: string): Promise<Opened> {
  const answer = await ask(`${invocationPath(invocationId)}/exchange`, null, { code });
  if (!answer.ok) {
    // A malformed code is refused as bad input; for the person it is a link that does not work.
    return { ok: false, why: answer.why === 'refused' ? 'gone' : answer.why };
  }
  const { jwt } = (await answer.response.json()) as { readonly jwt: string };
  return { ok: true, session: { invocationId, jwt } };
}
