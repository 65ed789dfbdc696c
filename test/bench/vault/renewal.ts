/** An agent renews its session by itself: it hears that it is time, its login waits for a person, and the login's workflow is lost in the end. */
import { agentId } from '../../../contract/index.js';
import type { LoginRef } from '../../../contract/steps.js';
import { begin, closing, load, NO_FACTS, NO_SESSION } from '../../vault/support/vault.js';
import { type Place, SESSION } from './story.js';

const DOMAIN = 'example.net';
const PROXY = { server: 'socks5://proxy.example:1080', username: 'ada', password: 'pw' };
const MINUTE_MS = 60_000;
const LASTS_MS = 60 * MINUTE_MS;
/** So long before its end a session is to be renewed. */
const NEAR_MS = MINUTE_MS;
/** A login that ended so long ago has ended for certain. */
const LONG_AGO_MS = 11 * MINUTE_MS;

/** It has a session, and hears that it is to be renewed. */
async function hearOfEnd({ vault, clock }: Place, id: string): Promise<void> {
  const { ref } = await begin(vault, id);
  const session_expires_at = new Date(Date.now() + LASTS_MS).toISOString();
  const session = { ...NO_SESSION, ...SESSION };
  await vault.saveProfile({ ...(await load(vault, ref)).hold, ...session, ...NO_FACTS, session_expires_at });
  await vault.closeInvocation(closing(ref));
  const record = { status: 'AUTHENTICATED', last_auth_at: new Date().toISOString(), post_login_url: null } as const;
  await vault.recordAgent({ id, ...record, session_expires_at }, id);
  clock.ahead = LASTS_MS - NEAR_MS;
  if ((await vault.wantDue()) === 0) throw new Error('no session is to be renewed');
  if (!(await vault.changedAgents()).includes(id)) throw new Error('nothing to hear');
  const { change } = await vault.hearChange({ id, heard: null }, id);
  await vault.hearChange({ id, heard: change }, id);
}

/** Until a webhook has all. */
async function deliver({ vault }: Place): Promise<void> {
  for (;;) {
    const taken = await vault.takeDeliveries(100, new Map());
    if (taken.length === 0) return;
    for (const delivery of taken) await vault.settleDelivery(delivery, { status: 200, failure: null });
  }
}

/** The site forgets the login half-way; a person is asked, and reminded, and comes. */
async function waitForPerson(place: Place, ref: LoginRef): Promise<void> {
  const { vault } = place;
  await vault.openProxy(ref);
  await vault.readStored(ref);
  await vault.saveCheckpoint(ref, { storage_state: SESSION.storage_state, url: `https://${DOMAIN}/step` });
  await vault.beginAgain(ref);
  const until = new Date(Date.now() + 2 * LASTS_MS).toISOString();
  await vault.noteNeedsHuman({ ...ref, question: 1, waits_for: 'input', fields: ['password'], until });
  await vault.remind({ ...ref, nth: 1 });
  await deliver(place);
  await vault.wakeLogin({ ...ref, by: null });
}

/** What it finds of the site on its way. */
async function findOut({ vault }: Place, ref: LoginRef): Promise<void> {
  await vault.noteSingleVisit(ref);
  const { hold, profile } = await load(vault, ref);
  await vault.disownSession({ ...hold, base_version: profile?.version ?? null });
  await vault.releaseProfile(hold);
  await vault.noteRetryAfter(ref, 1_000);
}

/** Its workflow is gone, which comparing the vault with Temporal finds. */
async function lose({ vault, clock }: Place, ref: LoginRef): Promise<void> {
  clock.ahead += MINUTE_MS;
  await vault.askComparison();
  await vault.dropBatch((await vault.takeBatch())!);
  const batch = (await vault.takeBatch())!;
  if (batch.logins.length === 0) throw new Error('the login is not compared');
  await vault.endLost(ref, 'nobody');
  await vault.endBatch(batch, false);
  clock.ahead += LONG_AGO_MS;
  if ((await vault.endedAmong([ref.invocation_id])).length === 0) throw new Error('the login has not ended');
}

/** @param name new for each */
export async function renewSession(place: Place, name: string): Promise<void> {
  const { vault, admin, clock } = place;
  const values = { email: `${name}@example.net`, password: 'pw' };
  const own = `${name}-renewal`;
  const { id: webhook } = await admin('webhooks.create', { url: 'https://hooks.example.com/' });
  await admin('credentials.create', { name: own, domain: DOMAIN, values });
  const id = agentId(DOMAIN, own);
  await admin('agents.grant', { id, domain: DOMAIN, profile_name: own, credential_name: own, proxy: PROXY });
  await hearOfEnd(place, id);
  await vault.isPaused(id);
  const { ref } = await begin(vault, id);
  await waitForPerson(place, ref);
  await findOut(place, ref);
  await lose(place, ref);
  await vault.forgetChange(id);
  await admin('agents.revoke', { id });
  if ((await vault.deletedAmong([id])).length === 0) throw new Error('the agent is not gone');
  await admin('credentials.delete', { id_or_name: own });
  await admin('webhooks.delete', { id: webhook });
  clock.ahead = 0;
}
