/** What clients and operators ask of the vault beside logins. */
import { randomBytes } from 'node:crypto';
import { agentId } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { begin, closing } from '../../vault/support/vault.js';
import { type Place, SESSION } from './story.js';

const DOMAIN = 'example.edu';
const LINK_HASH = 'b'.repeat(64);
const BROWSER_HASH = 'c'.repeat(64);
const LEASE_SECONDS = 60;

const newId = (kind: string): string => `${kind}_${randomBytes(16).toString('base64url')}`;

async function keepCredentials({ admin }: Place, name: string): Promise<void> {
  const values = { email: `${name}@example.edu`, password: 'pw' };
  const totp_secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  await admin('credentials.create', { name, domain: DOMAIN, values, totp_secret });
  await admin('credentials.update', { id_or_name: name, values: { password: 'other' } });
  await admin('credentials.totpCode', { id_or_name: name });
  const items = [{ domain: DOMAIN, values: { email: `${name}@example.com`, password: 'pw' } }];
  const [imported] = await admin('credentials.import', { items, apply: true });
  await admin('credentials.delete', { id_or_name: imported!.name });
}

async function operateAgent({ admin }: Place, id: string): Promise<void> {
  await admin('agents.update', { id, login_url: `https://${DOMAIN}/login` });
  await admin('agents.pause', { of: { id }, reason: 'bench' });
  await admin('agents.pauses', {});
  await admin('agents.resume', { of: { id } });
  await admin('agents.resetAttempts', { id, reason: 'bench' });
  await admin('agents.circuits', {});
  await admin('agents.timeline', { id });
}

async function answerLogin({ admin, vault }: Place, ref: LoginRef): Promise<void> {
  const { invocation_id } = ref;
  await vault.noteNeedsHuman({ ...ref, question: 1, waits_for: 'input', fields: ['password'] });
  await admin('invocations.retrieve', { invocation_id });
  await admin('invocations.viewKey', { invocation_id });
  await vault.keepPicture(ref, Buffer.alloc(50_000));
  await admin('invocations.picture', { invocation_id });
  const link = { invocation_id, link_hash: LINK_HASH };
  await admin('invocations.link', link);
  await admin('invocations.openLink', { ...link, browser_hash: BROWSER_HASH });
  await admin('invocations.checkLink', link);
  await admin('invocations.resendLink', link);
}

async function useProfile({ admin }: Place, name: string): Promise<void> {
  const id_or_name = `${name}-own`;
  const { storage_state } = SESSION;
  await admin('profiles.create', { name: id_or_name });
  await admin('profiles.import', { name: id_or_name, domain: 'example.com', storage_state });
  await admin('profiles.retrieve', { id_or_name });
  await admin('profiles.storageState', { id_or_name });
  const lease = { id: newId('lease'), lease_seconds: LEASE_SECONDS };
  const session = await admin('profiles.session', { id_or_name, base: newId('base'), lease });
  if ('in_use' in session) throw new Error('a login holds the profile');
  await admin('leases.renew', lease);
  const changed = [{ ...storage_state.origins[0]!, localStorage: [{ name: 'state', value: 'y'.repeat(20_000) }] }];
  const { domain, version, base, handed_out, session_storage } = session;
  const saved = { domain, version, base, handed_out, session_storage };
  await admin('profiles.save', { ...saved, id_or_name, storage_state: { ...storage_state, origins: changed } });
  await admin('leases.release', { id: lease.id });
  await admin('profiles.versions', { id_or_name });
  await admin('profiles.rollback', { id_or_name, version });
  await admin('profiles.delete', { id_or_name });
}

async function carryPieces({ admin }: Place): Promise<void> {
  const id = newId('pieces');
  await admin('pieces.put', { id, at: 0, data: randomBytes(100_000).toString('base64') });
  await admin('pieces.get', { id, at: 0 });
  await admin('pieces.delete', { id });
}

async function keepProvider({ admin, connect }: Place, name: string): Promise<void> {
  const id_or_name = `${name}-vault`;
  const settings = { host: connect.address };
  await admin('providers.create', {
    name: id_or_name,
    provider_type: 'onepassword_connect',
    token: connect.token,
    settings,
    auto: false,
  });
  await admin('providers.retrieve', { id_or_name });
  await admin('providers.list', {});
  await admin('providers.update', { id_or_name, cache_ttl_seconds: 60 });
  await admin('providers.test', { id_or_name });
  await admin('providers.items', { id_or_name });
  await admin('providers.match', { id_or_name, domain: 'example.org' });
  await admin('providers.audit', {});
  await admin('providers.delete', { id_or_name });
}

async function hearEvents({ admin }: Place): Promise<void> {
  await admin('events.list', {});
  const { id } = await admin('webhooks.create', { url: 'https://hooks.example.com/' });
  await admin('webhooks.list', {});
  await admin('webhooks.retrieve', { id });
  await admin('webhooks.update', { id, types: ['invocation.failed'] });
  await admin('webhooks.rotate', { id });
  await admin('webhooks.test', { id });
  await admin('webhooks.deliveries', { id });
  await admin('webhooks.delete', { id });
}

async function keepKeys({ admin }: Place): Promise<void> {
  await admin('keys.check', {});
  const { id } = await admin('keys.create', { name: 'bench', scopes: ['answer'] });
  await admin('keys.list', {});
  await admin('keys.revoke', { id });
}

/** @param name new for each */
export async function useAsClient(place: Place, name: string): Promise<void> {
  const { admin, vault } = place;
  const own = `${name}-client`;
  await keepCredentials(place, own);
  const id = agentId(DOMAIN, own);
  await admin('agents.grant', { id, domain: DOMAIN, profile_name: own, credential_name: own });
  await operateAgent(place, id);
  const { ref } = await begin(vault, id);
  await answerLogin(place, ref);
  await vault.closeInvocation(closing(ref, { status: 'CANCELED' }));
  const recipe = { login_url: `https://${DOMAIN}/login`, session_url: null, recipes: [] };
  await vault.learnRecipe(id, recipe);
  await admin('recipes.list', {});
  await admin('recipes.forget', { id });
  await useProfile(place, own);
  await carryPieces(place);
  await keepProvider(place, own);
  await hearEvents(place);
  await keepKeys(place);
  await admin('agents.revoke', { id });
  await admin('credentials.delete', { id_or_name: own });
}
