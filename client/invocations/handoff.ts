import { AgentAuthError } from '../../contract/errors/errors.js';
import { hasCode } from '../../contract/errors/has-code.js';
import { hostedUrl } from '../../contract/invocation/hosted-url.js';
import type { CheckedLink } from '../../contract/invocation/invocation-record.js';
import { hashOfLinkCode } from '../../contract/invocation/link-code.js';
import { invocation } from '../../contract/messages.js';
import type { VaultOperations } from '../../contract/vault-calls.js';
import type { Caller } from '../caller.js';
import { makeHandoff } from '../random.js';
import { ask } from '../temporal/ask.js';
import { callVault } from '../vault/call-vault.js';
import { checkId } from './read.js';
import { retrieveInvocation, unlessEnded } from './retrieve.js';
import type { Handoff } from './shape.js';

/** @param lasting whether the link lives as long as the login waits */
export async function toHandoff(
  { httpUrl }: Pick<Caller, 'httpUrl'>,
  invocation_id: string,
  code: string,
  lasting: boolean,
): Promise<Handoff> {
  const base = await httpUrl();
  return { invocation_id, handoff_code: code, hosted_url: base && hostedUrl(base, invocation_id, code, lasting) };
}

/**
 * Has the vault record a link, by the hash of its code: then the code entitles to answers until the login ends. That the workflow knows the
 * hash only lets the code be exchanged.
 * @returns whether it lives as long as the login waits
 * @throws AgentAuthError `invocation_not_found`, `invocation_ended`, `forbidden`
 */
export const recordLink = async (caller: Caller, link: VaultOperations['invocations.link'][0]): Promise<boolean> =>
  (await callVault(caller, 'invocations.link', link))?.lasting === true;

/** See `Invocations.handoff`. */
export async function makeLink(caller: Caller, id: string): Promise<Handoff> {
  const handle = caller.temporal.workflow.getHandle(checkId(id));
  const { code, hash } = makeHandoff();
  await unlessEnded(caller, id, () =>
    ask(caller, { absent: 'invocation_not_found' }, () => handle.signal(invocation.addHandoff, hash)),
  );
  const lasting = await recordLink(caller, { invocation_id: id, link_hash: hash });
  return toHandoff(caller, id, code, lasting);
}

/** What a link is good for now. */
export const checkLink = (caller: Caller, id: string, code: string): Promise<CheckedLink> =>
  callVault(caller, 'invocations.checkLink', { invocation_id: checkId(id), link_hash: hashOfLinkCode(code) });

/**
 * See `Invocations.exchange`.
 * @param browser_hash what the browser keeps, as SHA-256 in hex: a link that lasts is bound to it
 * @returns whether the link lasts
 */
export async function exchangeCode(
  caller: Caller,
  id: string,
  code: string,
  browser_hash: string,
): Promise<{ readonly lasting: boolean }> {
  const handle = caller.temporal.workflow.getHandle(checkId(id));
  const hash = hashOfLinkCode(code);
  try {
    // Only the vault knows who made the link: the workflow believes whoever signals it.
    const link = { invocation_id: id, link_hash: hash };
    const { entitled, lasting } = await checkLink(caller, id, code);
    if (lasting) {
      await callVault(caller, 'invocations.openLink', { ...link, browser_hash });
      return { lasting };
    }
    if (!entitled) throw new AgentAuthError('invocation_not_found');
    await ask(caller, { absent: 'invocation_not_found' }, () =>
      handle.executeUpdate(invocation.exchange, { args: [hash] }),
    );
    return { lasting: false };
  } catch (error) {
    if (!hasCode(error, 'invocation_not_found')) throw error;
    await retrieveInvocation(caller, id);
    throw new AgentAuthError('handoff_expired');
  }
}

/**
 * Has another link sent, the way that this one came, for a person whose link another browser has.
 * @throws AgentAuthError `handoff_expired`, `invocation_ended`, `invocation_not_found`
 */
export const resendLink = (caller: Caller, id: string, code: string): Promise<{ readonly sent: boolean }> =>
  callVault(caller, 'invocations.resendLink', { invocation_id: checkId(id), link_hash: hashOfLinkCode(code) });
