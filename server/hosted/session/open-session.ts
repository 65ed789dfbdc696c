import type { Link } from './link.js';
import { ask, invocationPath, type Session } from './request.js';
import type { Trouble } from './trouble.js';

/**
 * Token and code are kept for the tab, so that a reload goes on; they end with the tab, and other tabs never see them.
 * (localStorage would outlive the person's visit on a shared computer.)
 */
const tokenKey = (invocationId: string): string => `agent-auth.token.${invocationId}`;
const codeKey = (invocationId: string): string => `agent-auth.code.${invocationId}`;
const lastsKey = (invocationId: string): string => `agent-auth.lasts.${invocationId}`;

export type Opened = { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly why: Trouble };

/** What this tab has from before. */
export function keptSession(invocationId: string, store: Storage): Session | null {
  const jwt = store.getItem(tokenKey(invocationId));
  if (jwt === null) return null;
  const lasts = store.getItem(lastsKey(invocationId)) !== null;
  return { invocationId, jwt, code: store.getItem(codeKey(invocationId)), lasts };
}

/** Exchanges the code of the link, or goes on with what this tab has. */
export async function openSession({ invocationId, code, lasts }: Link, store: Storage): Promise<Opened> {
  const exchanged: Opened =
    code === null ? { ok: false, why: 'gone' } : await exchange({ invocationId, code, lasts }, store);
  // Somebody who goes back to the link in the same tab has used the code already.
  if (exchanged.ok || exchanged.why !== 'gone') return exchanged;
  const session = keptSession(invocationId, store);
  return session === null ? exchanged : { ok: true, session };
}

/** Another token in place of one that has run out, for the browser that the link belongs to; null where there is none. */
export async function renewSession({ invocationId, code, lasts }: Session, store: Storage): Promise<Session | null> {
  if (!lasts || code === null) return null;
  const renewed = await exchange({ invocationId, code, lasts }, store);
  return renewed.ok ? renewed.session : null;
}

function keep({ invocationId, jwt, code, lasts }: Session, store: Storage): void {
  store.setItem(tokenKey(invocationId), jwt);
  if (code !== null) store.setItem(codeKey(invocationId), code);
  if (lasts) store.setItem(lastsKey(invocationId), 'yes');
}

/** There is nothing more to answer. The token still shows how it ended. */
export const forgetCode = (invocationId: string, store: Storage): void => store.removeItem(codeKey(invocationId));

/** The token is of no use any more either. */
export function forgetSession(invocationId: string, store: Storage): void {
  forgetCode(invocationId, store);
  store.removeItem(tokenKey(invocationId));
}

interface Code {
  readonly invocationId: string;
  readonly code: string;
  readonly lasts: boolean;
}

async function exchange({ invocationId, code, lasts }: Code, store: Storage): Promise<Opened> {
  const answer = await ask(`${invocationPath(invocationId)}/exchange`, null, { code }, 'same-origin');
  if (!answer.ok) return { ok: false, why: whyNot(answer.why) };
  const { jwt } = (await answer.response.json()) as { readonly jwt: string };
  const session = { invocationId, jwt, code, lasts };
  keep(session, store);
  return { ok: true, session };
}

/** A malformed code is refused as bad input; for the person it is a link that does not work. One whose login has ended is done. */
function whyNot(why: Trouble): Trouble {
  if (why === 'refused') return 'gone';
  return why === 'moved_on' ? 'done' : why;
}

/** Has a new link sent to the person. @returns whether one is on its way */
export async function resend({ invocationId, code }: Link): Promise<boolean> {
  const answer = await ask(`${invocationPath(invocationId)}/resend`, null, { code });
  return answer.ok && ((await answer.response.json()) as { readonly sent: boolean }).sent;
}
