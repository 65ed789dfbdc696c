import { isAsking, type SentEventType } from '../../../contract/events.js';
import { hashOfLinkCode } from '../../../contract/invocation/link-code.js';
import type { VaultContext } from '../context.js';
import { findInvocation } from '../invocations/find.js';
import { addLink } from '../invocations/links.js';
import type { Db } from '../store/transaction.js';

/** Codes of links have 44 characters. */
const PREFIX = 'L';

/**
 * The code of the link that is sent with an event; null where the event needs none, or the login has ended. It is made anew for each webhook, address of it and
 * event, and is the same at each try: who got a try whose answer was lost has the link that works. The vault keeps its hash.
 * @param sending.address as it is stored: encrypted, which makes it another one each time that it is set
 */
export async function linkFor(
  ctx: VaultContext,
  db: Db,
  event: { readonly type: SentEventType; readonly data: string },
  sending: { readonly webhook_id: string; readonly address: string; readonly event_id: string },
): Promise<{ readonly invocation_id: string; readonly code: string } | null> {
  if (!isAsking(event.type)) return null;
  const { invocation_id } = JSON.parse(event.data) as { readonly invocation_id?: string };
  const login = invocation_id === undefined ? undefined : await findInvocation(db, invocation_id);
  if (login === undefined || login.ended_at !== null) return null;
  const code = PREFIX + ctx.fingerprint('link', login.id, sending.webhook_id, sending.address, sending.event_id);
  const link = { invocation_id: login.id, link_hash: hashOfLinkCode(code) };
  await addLink(ctx, db, link, { lasting: true, made_by: sending.webhook_id });
  return { invocation_id: login.id, code };
}
