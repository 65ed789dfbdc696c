import { createAccessKey } from './access-keys/create.js';
import { consentsOf, rememberConsent } from './agents/consents.js';
import { grantFor, grantOf } from './agents/grant-of.js';
import { hasSession } from './agents/has-session.js';
import { openProxy } from './agents/proxy.js';
import { recordAgent } from './agents/record.js';
import { askSendTo, decideSendTo } from './agents/send-to.js';
import { noteSingleVisit } from './agents/single-visit.js';
import { armAttempt } from './attempts/arm.js';
import { judgeAttempt } from './attempts/judge.js';
import { prepareAttempt } from './attempts/prepare.js';
import { recoverAttempt } from './attempts/recover.js';
import { wasRefused } from './attempts/was-refused.js';
import { callVault } from './calls/call-vault.js';
import { changedAgents, forgetChange, hearChange } from './changes/hear.js';
import { endCheck } from './checks/end.js';
import { dueChecks } from './checks/schedule.js';
import { takeCheck } from './checks/take.js';
import { CIRCUIT } from './circuit-limits.js';
import { comparisonOf } from './comparison/index.js';
import { counts } from './counts.js';
import { openStored } from './credentials/open-stored.js';
import { readStored } from './invocations/at-hand.js';
import { beginInvocation } from './invocations/begin.js';
import { beginAgain, loadCheckpoint, saveCheckpoint } from './invocations/checkpoint.js';
import { closeInvocation } from './invocations/close.js';
import { mayChoose } from './invocations/entitlement.js';
import { nameFields } from './invocations/field-names.js';
import { knownTo } from './invocations/known-to.js';
import { openGiven } from './invocations/open-given.js';
import { keepPicture } from './invocations/picture.js';
import { askedAt, noteAsked } from './invocations/questions.js';
import { readEnd } from './invocations/read-end.js';
import { adoptRun, runOf } from './invocations/run.js';
import { noteNeedsHuman } from './invocations/waits.js';
import { isThere } from './is-there.js';
import { noteRetryAfter } from './ledger/asked-to-wait.js';
import { clearAttempt, noteChoice, releaseAttempt } from './ledger/clear.js';
import { checkLogin } from './ledger/standing.js';
import { wantDue } from './lifetimes/due.js';
import type { OpenVault } from './open-vault.js';
import { openEmbedded } from './opening/embedded.js';
import type { OpenedVault } from './opening/opened.js';
import { openShared } from './opening/shared.js';
import { isPaused } from './pauses/is-paused.js';
import { disownSession } from './profiles/disown.js';
import { keepProfile, releaseProfile } from './profiles/holds.js';
import { loadProfile } from './profiles/load.js';
import { ownSession } from './profiles/own-session.js';
import { saveProfile } from './profiles/save.js';
import { chooseItem } from './providers/choices.js';
import { Connections } from './providers/connections.js';
import { lookForChanges } from './providers/look-for-changes.js';
import { readItem } from './providers/read-item.js';
import { remind } from './reauth/tell.js';
import { wakeLogin } from './reauth/wake.js';
import { forgetRecipe, learnedRecipe, learnRecipe } from './recipes/learned.js';
import { publishVaultKey } from './sealing-keys/publish-vault-key.js';
import { inTransaction } from './store/transaction.js';
import { CEILINGS } from './submission.js';
import { sweep } from './sweep.js';
import { claimTotp } from './totp/claim.js';
import { appendTrace } from './trace/append.js';
import type { Vault } from './types.js';
import { settleDelivery } from './webhooks/settle.js';
import { takeDeliveries } from './webhooks/take.js';

/**
 * Opens a vault: the embedded one of a state folder, for one process alone, or one on Postgres, which any number of workers share.
 * @throws AgentAuthError `state_dir_in_use`, `state_dir_unwritable`, `state_dir_full`, `state_dir_invalid` (master key and database
 * don't belong together), `vault_copied`, `vault_unavailable`; on Postgres also `invalid_input` (the address), `clock_skewed`,
 * `database_forbidden`, `database_invalid`, `database_not_migrated`, `master_key_mismatch`, `copy_unfinished`
 */
export async function openVault({
  stateDir,
  clock = Date.now,
  ceilings = CEILINGS,
  circuit = CIRCUIT,
  loginsPerSite = Number.POSITIVE_INFINITY,
  providers = null,
  postgres,
}: OpenVault): Promise<Vault> {
  const options = { clock, ceilings, circuit, loginsPerSite, connections: new Connections(providers) };
  return toVault(await (postgres ? openShared(stateDir, postgres, options) : openEmbedded(stateDir, options)));
}

const toVault = ({ ctx, checkPlace, rotateMasterKey, close }: OpenedVault): Vault => ({
  callVault: (input, callId) => callVault(ctx, input, callId),
  beginInvocation: (input) => beginInvocation(ctx, input),
  recoverAttempt: (input) => recoverAttempt(ctx, input),
  closeInvocation: (input) => closeInvocation(ctx, input),
  checkLogin: (input, callerId) => checkLogin(ctx, input, callerId),
  hearChange: (input, callerId) => hearChange(ctx, input, callerId),
  readStored: (ref) => readStored(ctx, ref),
  changedAgents: () => changedAgents(ctx),
  forgetChange: (agentId) => forgetChange(ctx, agentId),
  recordAgent: (input, callerId) => recordAgent(ctx, input, callerId),
  runOf: (invocationId) => runOf(ctx, invocationId),
  adoptRun: (invocationId, runId) => adoptRun(ctx, invocationId, runId),
  noteNeedsHuman: (input) => noteNeedsHuman(ctx, input),
  remind: (input) => remind(ctx, input),
  wakeLogin: (input) => wakeLogin(ctx, input),
  readEnd: (input) => readEnd(ctx, input),
  grantOf: (agentId) => grantOf(ctx, agentId),
  grantFor: (ref) => grantFor(ctx, ref),
  openProxy: (ref) => openProxy(ctx, ref),
  readItem: (ref) => readItem(ctx, ref),
  chooseItem: (given) => chooseItem(ctx, given),
  lookForChanges: () => lookForChanges(ctx),
  providerCalls: () => ctx.connections.calls(),
  releaseItem: (ref) => ctx.connections.release(ref.auth_agent_id, ref.invocation_id),
  hasSession: (agentId) => hasSession(ctx, agentId),
  isPaused: (agentId) => isPaused(ctx, agentId),
  openStored: (agentId, key) => openStored(ctx, agentId, key),
  openGiven: (given) => openGiven(ctx, given),
  knownTo: (ref) => knownTo(ctx, ref),
  keepPicture: (ref, jpeg) => keepPicture(ctx, ref, jpeg),
  nameFields: (ref, slugs) => nameFields(ctx, ref, slugs),
  noteAsked: (ref, asked) => noteAsked(ctx, ref, asked),
  askedAt: (ref, question, here) => askedAt(ctx, ref, question, here),
  mayChoose: (given) => mayChoose(ctx, given),
  consentsOf: (agentId) => consentsOf(ctx, agentId),
  rememberConsent: (given, consents) => rememberConsent(ctx, given, consents),
  askSendTo: (ref, host) => askSendTo(ctx, ref, host),
  decideSendTo: (given) => decideSendTo(ctx, given),
  wasRefused: (agentId, field, value, alongside) => wasRefused(ctx, agentId, field, value, alongside),
  prepareAttempt: (attempt) => prepareAttempt(ctx, attempt),
  clearAttempt: (attempt, submission) => clearAttempt(ctx, attempt, submission),
  releaseAttempt: (attempt) => releaseAttempt(ctx, attempt),
  noteRetryAfter: (ref, wait) => noteRetryAfter(ctx, ref, wait),
  noteChoice: (ref) => noteChoice(ctx, ref),
  armAttempt: (attempt) => armAttempt(ctx, attempt),
  judgeAttempt: (attempt, verdict) => judgeAttempt(ctx, attempt, verdict),
  claimTotp: (agentId, now) => claimTotp(ctx, agentId, now),
  saveCheckpoint: (ref, checkpoint) => saveCheckpoint(ctx, ref, checkpoint),
  beginAgain: (ref) => beginAgain(ctx, ref),
  loadCheckpoint: (ref) => loadCheckpoint(ctx, ref),
  loadProfile: (ref, isWatched) => loadProfile(ctx, ref, isWatched),
  keepProfile: (hold) => keepProfile(ctx, hold),
  releaseProfile: (hold) => releaseProfile(ctx, hold),
  ownSession: (ref, session) => ownSession(ctx, ref, session),
  disownSession: (hold) => disownSession(ctx, hold),
  saveProfile: (save) => saveProfile(ctx, save),
  noteSingleVisit: (ref) => noteSingleVisit(ctx, ref),
  learnedRecipe: (agentId) => learnedRecipe(ctx, agentId),
  learnRecipe: (agentId, recipe) => learnRecipe(ctx, agentId, recipe),
  forgetRecipe: (agentId) => forgetRecipe(ctx, agentId),
  appendTrace: (ref, entries) => appendTrace(ctx, ref, entries),
  takeDeliveries: (each, room) => takeDeliveries(ctx, each, room),
  settleDelivery: (delivery, result) => settleDelivery(ctx, delivery, result),
  takeCheck: (input, since) => takeCheck(ctx, input, since),
  endCheck: (end) => endCheck(ctx, end),
  dueChecks: () => dueChecks(ctx),
  wantDue: () => wantDue(ctx),
  ...comparisonOf(ctx),
  counts: () => counts(ctx),
  isThere: () => isThere(ctx),
  publishVaultKey: () => publishVaultKey(ctx),
  sweep: async () => {
    await checkPlace();
    await sweep(ctx);
  },
  createAccessKey: async (key) => (await inTransaction(ctx.db, (db) => createAccessKey(ctx, db, key))).access_key,
  rotateMasterKey,
  async close() {
    await ctx.db.emptyLog();
    await close();
  },
});
