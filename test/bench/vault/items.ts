/** Logins that take their values from a vault that somebody has already: a Connect server of the bench's own, on the same machine. */
import { agentId } from '../../../contract/index.js';
import { idOf, type WorldItem } from '../../unit/providers/world.js';
import { begin, closing } from '../../vault/support/vault.js';
import type { Place } from './story.js';

const DOMAIN = 'example.org';

const item = (name: string, version: number): WorldItem => ({
  id: idOf(name),
  vault: 'Team',
  title: name,
  urls: [`https://${DOMAIN}/login`],
  username: `${name}@example.org`,
  password: `pw-${version}`,
  totp: '',
  extra: {},
  state: 'active',
  version,
});

/** The password of the item that was read is refused, so that its agent waits for another one. */
async function refuse({ vault }: Place, ref: Parameters<Place['vault']['grantFor']>[0]): Promise<void> {
  const attempt = { ...ref, attempt_id: `${ref.invocation_id}:1` };
  const secrets = [{ field: 'password', value: 'pw-1', from: 'stored', key: 'password' }] as const;
  await vault.prepareAttempt({ ...attempt, secrets });
  const submission = { address: `https://${DOMAIN}/`, secrets, identifiers: [], codes: [], totp_field: null };
  await vault.clearAttempt(attempt, submission);
  await vault.armAttempt(attempt);
  await vault.judgeAttempt(attempt, { outcome: 'refused', refused_fields: ['password'] });
}

/** @param name new for each */
export async function logInWithItem(place: Place, name: string): Promise<void> {
  const { vault, admin, connect } = place;
  await connect.fill([item('ada', 1), item('bob', 1)]);
  const provider = `${name}-items`;
  await admin('providers.create', {
    name: provider,
    provider_type: 'onepassword_connect',
    token: connect.token,
    settings: { host: connect.address },
    auto: false,
    cache_ttl_seconds: 0,
  });
  const id = agentId(DOMAIN, provider);
  await admin('agents.grant', { id, domain: DOMAIN, profile_name: provider, credential: { provider, auto: true } });
  const { ref, entitle } = await begin(vault, id);
  const reading = await vault.readItem(ref);
  if (reading.kind !== 'ambiguous') throw new Error(`two items fit, and it is ${reading.kind}`);
  const sign_in_option = reading.choices[0]!.id;
  const given = { ...ref, ...(await entitle({ sign_in_option_id: sign_in_option })), choice: { sign_in_option } };
  const decision = await vault.chooseItem(given);
  const { kind } = await vault.readItem(ref);
  if (decision !== 'chosen' || kind !== 'read') throw new Error(`the item was not read: ${decision}, ${kind}`);
  await refuse(place, ref);
  vault.releaseItem(ref);
  await vault.closeInvocation(closing(ref, { status: 'FAILED', error_code: 'credentials_invalid' }));
  await connect.fill([item('ada', 2), item('bob', 2)]);
  await vault.lookForChanges();
  vault.providerCalls();
  await admin('agents.revoke', { id });
  await admin('providers.delete', { id_or_name: provider });
}
