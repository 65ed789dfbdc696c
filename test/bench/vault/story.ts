/** One login as the engine makes it, on the vault alone, with all that is asked of the vault before and after. */
import { randomInt } from 'node:crypto';
import type { Vault } from '../../../activities/vault/index.js';
import { agentId } from '../../../contract/index.js';
import { sendToIds } from '../../../contract/invocation/send-to.js';
import type { connectBench } from '../../unit/providers/benches/onepassword-connect.js';
import {
  begin,
  beginning,
  closing,
  load,
  NO_FACTS,
  newInvocationId,
  type TestCaller,
} from '../../vault/support/vault.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const newSecret = (): string => Array.from({ length: 32 }, () => BASE32[randomInt(32)]).join('');

/** Of the size that a session has: some 20 KB. */
export const SESSION = {
  storage_state: {
    cookies: [],
    origins: [{ origin: 'https://example.com', localStorage: [{ name: 'state', value: 'x'.repeat(20_000) }] }],
  },
  session_storage: null,
};
/** A sign-in service that sites hand passwords to. */
const SERVICE = 'cognito-idp.eu-central-1.amazonaws.com';
const RECIPE = { login_url: 'https://example.com/login', session_url: null, recipes: [] };
const TRACE = [{ at: 1, stage: 'judge', rule: 'verdict', reason: 'new_words', facts: {} }] as const;
const LEADS = {
  requests: [],
  page: { address: 'https://example.com/', salt: 'salt', member: [], stranger: [] },
  old_cookies: null,
  changes: false,
};
const RECORD = { status: 'AUTHENTICATED', last_auth_at: null, session_expires_at: null, post_login_url: null } as const;

export interface Place {
  readonly vault: Vault;
  readonly admin: TestCaller;
  readonly accessKey: string;
  /** A vault that somebody has already. */
  readonly connect: Awaited<ReturnType<typeof connectBench>>;
  /** By how much the vault's clock is ahead, in ms: what comes later is measured at once. */
  readonly clock: { ahead: number };
}

async function prepare({ admin }: Place, name: string): Promise<string> {
  const domain = 'example.com';
  const values = { email: `${name}@example.com`, password: 'pw' };
  await admin('credentials.create', { name, domain, values, totp_secret: newSecret() });
  await admin('credentials.retrieve', { id_or_name: name });
  await admin('credentials.list', {});
  const id = agentId(domain, name);
  await admin('agents.grant', { id, domain, profile_name: name, credential_name: name });
  await admin('agents.retrieve', { id });
  await admin('agents.list', {});
  return id;
}

async function submit({ vault }: Place, ref: Parameters<Vault['grantFor']>[0], give: Begun['give']): Promise<void> {
  await vault.noteAsked(ref, { question: 1, site: 'example.com', provider: null });
  await vault.askedAt(ref, 1, 'example.com');
  const password = await vault.openGiven({ ...ref, ...(await give('password', 'pw')) });
  const email = await vault.openStored(ref.auth_agent_id, 'email');
  await vault.claimTotp(ref.auth_agent_id, Date.now());
  await vault.wasRefused(ref.auth_agent_id, 'password', password, { email });
  const secrets = [
    { field: 'email', value: email, from: 'stored', key: 'email' },
    { field: 'password', value: password, from: 'given', question: 1 },
  ] as const;
  const attempt = { ...ref, attempt_id: `${ref.invocation_id}:1` };
  await vault.prepareAttempt({ ...attempt, secrets });
  const address = 'https://example.com/';
  await vault.clearAttempt(attempt, { address, secrets, identifiers: ['email'], codes: [], totp_field: null });
  await vault.armAttempt(attempt);
  await vault.judgeAttempt(attempt, { outcome: 'accepted', refused_fields: [] });
  await vault.recoverAttempt({ ...ref, attempt_id: `${ref.invocation_id}:2` });
  const next = { ...ref, attempt_id: `${ref.invocation_id}:3` };
  await vault.prepareAttempt({ ...next, secrets });
  await vault.clearAttempt(next, { address, secrets, identifiers: ['email'], codes: [], totp_field: null });
  await vault.releaseAttempt(next);
}

/** A person presses a button. */
async function choose({ vault }: Place, { ref, entitle }: Begun): Promise<void> {
  const choice = { sign_in_option: 'allow' };
  const given = { ...ref, ...(await entitle({ sign_in_option_id: 'allow' })), choice };
  await vault.mayChoose(given);
  await vault.rememberConsent(given, [{ site: 'idp.example', client: 'shop', scopes: ['openid'] }]);
  await vault.noteChoice(ref);
  await vault.askSendTo(ref, SERVICE);
  const { allow } = sendToIds(SERVICE);
  const answer = { ...ref, ...(await entitle({ sign_in_option_id: allow })), choice: { sign_in_option: allow } };
  await vault.decideSendTo(answer);
}

type Begun = Awaited<ReturnType<typeof begin>>;

async function keep({ vault }: Place, ref: Parameters<Vault['grantFor']>[0]): Promise<void> {
  await vault.saveCheckpoint(ref, { storage_state: SESSION.storage_state, url: 'https://example.com/step' });
  await vault.loadCheckpoint(ref);
  const { hold } = await load(vault, ref);
  await vault.keepProfile(hold);
  await vault.ownSession(ref, SESSION);
  await vault.saveProfile({ ...hold, ...SESSION, ...NO_FACTS, base_version: null, leads: LEADS });
  await vault.releaseProfile((await load(vault, ref)).hold);
  await vault.learnRecipe(ref.auth_agent_id, RECIPE);
  await vault.learnedRecipe(ref.auth_agent_id);
  await vault.forgetRecipe(ref.auth_agent_id);
  await vault.appendTrace(ref, TRACE);
  await vault.keepPicture(ref, Buffer.alloc(50_000));
}

/** @param name new for each login */
export async function logIn(place: Place, name: string): Promise<void> {
  const { vault, admin, accessKey } = place;
  const id = await prepare(place, name);
  const invocation_id = newInvocationId();
  const link_hash = 'a'.repeat(64);
  await admin('invocations.link', { invocation_id, link_hash });
  await vault.checkLogin({ id, session_ended: false }, id);
  const begun = await begin(vault, id, invocation_id, { access_key: accessKey, link_hash });
  const { ref } = begun;
  await vault.adoptRun(invocation_id, (await vault.runOf(invocation_id))!);
  await vault.grantOf(id);
  await vault.grantFor(ref);
  await vault.hasSession(id);
  await vault.knownTo(ref);
  await vault.consentsOf(id);
  await vault.nameFields(ref, ['kundennummer']);
  await choose(place, begun);
  await submit(place, ref, begun.give);
  await keep(place, ref);
  await vault.closeInvocation(closing(ref));
  await vault.readEnd({ ...ref, run_id: beginning(ref).run_id });
  await vault.recordAgent({ id, ...RECORD }, id);
  await vault.dueChecks();
  const look = await vault.takeCheck({ id, max_age_seconds: 0 }, Date.now() + 1);
  if (look.kind === 'taken')
    await vault.endCheck({
      ...look,
      looked: { answer: 'in', why: 'as_member', by: 'probe' },
      ways: null,
      session: null,
    });
  await vault.sweep();
  await vault.counts();
  await vault.isThere();
  await admin('invocations.list', {});
  await admin('invocations.trace', { invocation_id });
  await admin('profiles.list', {});
  await admin('agents.revoke', { id });
  await admin('credentials.delete', { id_or_name: name });
}
