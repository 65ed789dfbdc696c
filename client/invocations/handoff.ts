import { AgentAuthError } from '../../contract/errors.js';
import { hasCode } from '../../contract/has-code.js';
import { hashOfLinkCode } from '../../contract/link-code.js';
import { invocation } from '../../contract/messages.js';
import type { VaultOperations } from '../../contract/vault-calls.js';
import type { Caller } from '../caller.js';
import { makeHandoff } from '../random.js';
import { ask } from '../temporal/ask.js';
import { callVault } from '../vault/call-vault.js';
import { checkId } from './read.js';
import { retrieveInvocation, unlessEnded } from './retrieve.js';
import type { Handoff } from './shape.js';

/** The person's link. The code is in the query, as in Kernel's links; the page takes it out of the address at once. */
export const toHandoff = ({ http_url }: Pick<Caller, 'http_url'>, invocation_id: string, code: string): Handoff => ({
  invocation_id,
  handoff_code: code,
  hosted_url: http_url && `${http_url}/agents/auth/invocations/${invocation_id}?code=${code}`,
});

/**
 * Has the vault record a link, by the hash of its code: then the code entitles to answers until the login ends. That the workflow knows the
 * hash only lets the code be exchanged.
 * @throws AgentAuthError `invocation_not_found`, `invocation_ended`, `forbidden`
 */
export const recordLink = async (caller: Caller, link: VaultOperations['invocations.link'][0]): Promise<void> => {
  await callVault(caller, 'invocations.link', link);
};

/** See `Invocations.handoff`. */
export async function makeLink(caller: Caller, id: string): Promise<Handoff> {
  const handle = caller.temporal.workflow.getHandle(checkId(id));
  const { code, hash } = makeHandoff();
  await unlessEnded(caller, id, () =>
    ask(caller, { absent: 'invocation_not_found' }, () => handle.signal(invocation.addHandoff, hash)),
  );
  await recordLink(caller, { invocation_id: id, link_hash: hash });
  return toHandoff(caller, id, code);
}

/** See `Invocations.exchange`. */
export async function exchangeCode(caller: Caller, id: string, code: string): Promise<void> {
  const handle = caller.temporal.workflow.getHandle(checkId(id));
  const hash = hashOfLinkCode(code);
  try {
    // Only the vault knows who made the link: the workflow believes whoever signals it.
    const { entitled } = await callVault(caller, 'invocations.checkLink', { invocation_id: id, link_hash: hash });
    if (!entitled) throw new AgentAuthError('invocation_not_found');
    await ask(caller, { absent: 'invocation_not_found' }, () =>
      handle.executeUpdate(invocation.exchange, { args: [hash] }),
    );
  } catch (error) {
    if (!hasCode(error, 'invocation_not_found')) throw error;
    await retrieveInvocation(caller, id);
    throw new AgentAuthError('handoff_expired');
  }
}
