import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AgentAuthError } from '../../contract/index.js';
import { createAccessKey } from './access-keys/create.js';
import { consentsOf, rememberConsent } from './agents/consents.js';
import { grantFor, grantOf } from './agents/grant-of.js';
import { hasSession } from './agents/has-session.js';
import { recordAgent } from './agents/record.js';
import { armAttempt } from './attempts/arm.js';
import { judgeAttempt } from './attempts/judge.js';
import { prepareAttempt } from './attempts/prepare.js';
import { recoverAttempt } from './attempts/recover.js';
import { wasRefused } from './attempts/was-refused.js';
import { callVault } from './calls/call-vault.js';
import type { VaultContext } from './context.js';
import { counts } from './counts.js';
import { openStored } from './credentials/open-stored.js';
import { createFingerprint } from './crypto/fingerprint.js';
import { loadMasterKeys, type MasterKeys } from './crypto/master-keys.js';
import { createRecords } from './crypto/records.js';
import { finishRotation, rotateMasterKey } from './crypto/rotate-master-key.js';
import { loadVaultSecrets } from './crypto/vault-secrets.js';
import { beginInvocation } from './invocations/begin.js';
import { loadCheckpoint, saveCheckpoint } from './invocations/checkpoint.js';
import { closeInvocation } from './invocations/close.js';
import { mayChoose } from './invocations/entitlement.js';
import { nameFields } from './invocations/field-names.js';
import { knownTo } from './invocations/known-to.js';
import { openGiven } from './invocations/open-given.js';
import { keepPicture } from './invocations/picture.js';
import { askedAt, noteAsked } from './invocations/questions.js';
import { readEnd } from './invocations/read-end.js';
import { adoptRun, runOf } from './invocations/run.js';
import { clearAttempt, noteChoice, releaseAttempt } from './ledger/clear.js';
import { checkLogin } from './ledger/standing.js';
import { keepProfile, releaseProfile } from './profiles/holds.js';
import { loadProfile } from './profiles/load.js';
import { ownSession } from './profiles/own-session.js';
import { saveProfile } from './profiles/save.js';
import { forgetRecipe, learnedRecipe, learnRecipe } from './recipes/learned.js';
import { publishVaultKey } from './sealing-keys/publish-vault-key.js';
import { makeFolder, replaceFile, touchPrivate } from './state-folder/files.js';
import { keepsItsPlace } from './state-folder/in-place.js';
import { lockFolder } from './state-folder/lock.js';
import { openDatabase, truncateLog } from './store/open-database.js';
import { type Db, inTransaction } from './store/transaction.js';
import { CEILINGS, type Ceilings } from './submission.js';
import { sweep } from './sweep.js';
import { claimTotp } from './totp/claim.js';
import { appendTrace } from './trace/append.js';
import type { OpenVault, Vault } from './types.js';

const filesIn = (stateDir: string) => ({
  lock: join(stateDir, 'vault.lock'),
  masterKey: join(stateDir, 'master-key'),
  database: join(stateDir, 'vault.db'),
  accessKey: join(stateDir, 'access-key'),
});

/**
 * The first access key goes to its file before the transaction that knows it ends: a crash in between leaves a vault that has none
 * yet, and the next start makes another.
 */
async function makeFirstAccessKey(ctx: VaultContext, db: Db, path: string): Promise<void> {
  const any = await db.selectFrom('access_keys').select('id').limit(1).executeTakeFirst();
  if (any !== undefined) return;
  const { access_key } = await createAccessKey(ctx, db, { name: 'first', scopes: ['admin'] });
  await replaceFile(path, `${access_key}\n`);
}

/** What is opened once the folder is locked. */
interface Opened {
  readonly ctx: VaultContext;
  readonly masterKeys: MasterKeys;
}

async function openContext(
  files: ReturnType<typeof filesIn>,
  clock: () => number,
  ceilings: Ceilings,
): Promise<Opened> {
  const isNew = !existsSync(files.database);
  // The access key is made after the database. If only the key is there, the database was removed, and must not be replaced by an empty one.
  if (isNew && existsSync(files.accessKey)) throw new AgentAuthError('state_dir_invalid');
  const masterKeys = await loadMasterKeys(files.masterKey, isNew);
  await touchPrivate(files.database);
  const db = await openDatabase(files.database);
  try {
    const records = createRecords(masterKeys);
    const ctx = await inTransaction(db, async (trx): Promise<VaultContext> => {
      const { identity, fingerprintKey } = await loadVaultSecrets(trx, records);
      const made = { db, records, identity, fingerprint: createFingerprint(fingerprintKey), clock, ceilings };
      await makeFirstAccessKey(made, trx, files.accessKey);
      return made;
    });
    if (masterKeys.several) await finishRotation(db, masterKeys, records);
    return { ctx, masterKeys };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/**
 * Opens the embedded vault, alone: one process for a state folder.
 * @throws AgentAuthError `state_dir_in_use`, `state_dir_unwritable`, `state_dir_full`, `state_dir_invalid` (master key and database
 * don't belong together), `vault_unavailable`
 */
export async function openVault({ stateDir, clock = Date.now, ceilings = CEILINGS }: OpenVault): Promise<Vault> {
  const folder = resolve(stateDir);
  const files = filesIn(folder);
  await makeFolder(folder);
  const unlock = await lockFolder(files.lock);
  try {
    const opened = await openContext(files, clock, ceilings);
    return toVault(opened, await keepsItsPlace(files.database), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

const toVault = ({ ctx, masterKeys }: Opened, checkPlace: () => Promise<void>, unlock: () => Promise<void>): Vault => ({
  callVault: (input, callId) => callVault(ctx, input, callId),
  beginInvocation: (input) => beginInvocation(ctx, input),
  recoverAttempt: (input) => recoverAttempt(ctx, input),
  closeInvocation: (input) => closeInvocation(ctx, input),
  checkLogin: (input, callerId) => checkLogin(ctx, input, callerId),
  recordAgent: (input, callerId) => recordAgent(ctx, input, callerId),
  runOf: (invocationId) => runOf(ctx, invocationId),
  adoptRun: (invocationId, runId) => adoptRun(ctx, invocationId, runId),
  readEnd: (input) => readEnd(ctx, input),
  grantOf: (agentId) => grantOf(ctx, agentId),
  grantFor: (ref) => grantFor(ctx, ref),
  hasSession: (agentId) => hasSession(ctx, agentId),
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
  wasRefused: (agentId, field, value, alongside) => wasRefused(ctx, agentId, field, value, alongside),
  prepareAttempt: (attempt) => prepareAttempt(ctx, attempt),
  clearAttempt: (attempt, submission) => clearAttempt(ctx, attempt, submission),
  releaseAttempt: (attempt) => releaseAttempt(ctx, attempt),
  noteChoice: (ref) => noteChoice(ctx, ref),
  armAttempt: (attempt) => armAttempt(ctx, attempt),
  judgeAttempt: (attempt, verdict) => judgeAttempt(ctx, attempt, verdict),
  claimTotp: (agentId, now) => claimTotp(ctx, agentId, now),
  saveCheckpoint: (ref, checkpoint) => saveCheckpoint(ctx, ref, checkpoint),
  loadCheckpoint: (ref) => loadCheckpoint(ctx, ref),
  loadProfile: (ref) => loadProfile(ctx, ref),
  keepProfile: (hold) => keepProfile(ctx, hold),
  releaseProfile: (hold) => releaseProfile(ctx, hold),
  ownSession: (ref, session) => ownSession(ctx, ref, session),
  saveProfile: (save) => saveProfile(ctx, save),
  learnedRecipe: (agentId) => learnedRecipe(ctx, agentId),
  learnRecipe: (agentId, recipe) => learnRecipe(ctx, agentId, recipe),
  forgetRecipe: (agentId) => forgetRecipe(ctx, agentId),
  appendTrace: (ref, entries) => appendTrace(ctx, ref, entries),
  counts: () => counts(ctx),
  publishVaultKey: () => publishVaultKey(ctx),
  sweep: async () => {
    await checkPlace();
    await sweep(ctx);
  },
  createAccessKey: async (key) => (await inTransaction(ctx.db, (db) => createAccessKey(ctx, db, key))).access_key,
  rotateMasterKey: () => rotateMasterKey(ctx.db, masterKeys, ctx.records),
  async close() {
    await truncateLog(ctx.db);
    await ctx.db.destroy();
    await unlock();
  },
});
