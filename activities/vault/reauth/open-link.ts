import { AgentAuthError } from '../../../contract/index.js';
import { invocations } from '../../../contract/schemas/invocations.js';
import type { Operation } from '../calls/operation.js';
import { findInvocation } from '../invocations/find.js';
import { findLink, isTakenBack } from '../invocations/links.js';
import { lastingLink } from './lasting-link.js';
import { tellWait } from './tell.js';
import { findWait } from './wait.js';

/**
 * Opens a link that lives as long as its login waits. The first browser that does has it from then on; it can open it again.
 * @throws AgentAuthError `handoff_expired` (no such link), `invocation_ended`, `link_taken` (another browser has it)
 */
export const openLink: Operation<'invocations.openLink'> = {
  scope: null,
  writes: true,
  params: invocations.openLink,
  async run({ db, params: { browser_hash, ...link } }) {
    const row = await lastingLink(db, link);
    if (row.browser !== null && row.browser !== browser_hash) throw new AgentAuthError('link_taken');
    await db
      .updateTable('invocation_links')
      .set({ browser: browser_hash })
      .where('invocation_id', '=', link.invocation_id)
      .where('link_hash', '=', link.link_hash)
      .execute();
    return null;
  },
};

/** A person who asks again and again gets one link in this time. Ms. */
const ASKED_AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Sends another link to whoever listens, for a person whose link another browser has. Who shows the link gets nothing by it: the new one goes the way the
 * old one came.
 * @throws AgentAuthError `handoff_expired`, `invocation_ended`
 */
export const resendLink: Operation<'invocations.resendLink'> = {
  scope: null,
  writes: true,
  params: invocations.resendLink,
  async run({ ctx, db, params }) {
    await lastingLink(db, params);
    const login = await findInvocation(db, params.invocation_id);
    const wait = login && (await findWait(db, login.agent_id));
    if (login === undefined || wait?.invocation_id !== login.id) return { sent: false };
    const now = ctx.clock();
    if (wait.link_asked_at !== null && now - Number(wait.link_asked_at) < ASKED_AGAIN_AFTER_MS) return { sent: true };
    await db.updateTable('reauth_waits').set({ link_asked_at: now }).where('agent_id', '=', login.agent_id).execute();
    await tellWait(ctx, db, login, 'reauth.reminder');
    return { sent: true };
  },
};

/** What a link is good for, without opening it. */
export const checkLink: Operation<'invocations.checkLink'> = {
  scope: null,
  writes: false,
  params: invocations.checkLink,
  async run({ db, params }) {
    const link = await findLink(db, params);
    const login = await findInvocation(db, params.invocation_id);
    const isOver = login !== undefined && login.ended_at !== null && !isTakenBack(link);
    return {
      entitled: link?.revoked === 0,
      ...(link?.lasting === 1 ? { lasting: true as const } : {}),
      ...(isOver ? { over: true as const } : {}),
    };
  },
};
