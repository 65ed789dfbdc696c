import { existsSync } from 'node:fs';
import { AgentAuthError } from '../../../contract/index.js';
import { checkCopies } from '../copying/state.js';
import { createRecords, type Records } from '../crypto/records.js';
import { rewrapAll } from '../crypto/rotate-master-key.js';
import { type MasterKeySource, mismatch, SharedMasterKeys } from '../crypto/shared-master-keys.js';
import { checkIdentity, identityIn } from '../crypto/vault-secrets.js';
import { makeFolder } from '../state-folder/files.js';
import { openPostgres } from '../store/postgres/open-postgres.js';
import { type Database, type Db, inTransaction } from '../store/transaction.js';
import { whileRunning } from '../store/while-running.js';
import { keepFirstAccessKey, loadContext } from './context.js';
import { filesIn } from './files.js';
import type { OpenedVault, OpenOptions } from './opened.js';
import { vaultNotFound } from './vault-not-found.js';

/** A vault on Postgres. */
export interface PostgresVault {
  /** `postgres://user:password@host/database`; more as libpq has it, such as `sslmode`. */
  readonly url: string;
  /** The master keys, the same for all workers. @default the file `master-key` of the state folder, which the first start of a vault makes */
  readonly masterKey?: MasterKeySource;
  /** Whether its tables are brought up to date. @default true */
  readonly migrate?: boolean;
}

const isEmpty = async (db: Db): Promise<boolean> => (await identityIn(db)) === null;

/** An empty database is a new vault for whoever has none. Others have named the wrong one, or have lost it, or are to copy their vault there first. */
function checkHasNone({ database, accessKey }: ReturnType<typeof filesIn>): void {
  if (existsSync(database)) throw vaultNotFound('in_the_state_folder');
  if (existsSync(accessKey)) throw vaultNotFound('has_its_access_key');
}

/** Keys of the same name that are other ones show when the first secret is opened. */
export const asMismatch = (error: unknown): unknown =>
  error instanceof AgentAuthError && error.code === 'state_dir_invalid' ? mismatch('another_key') : error;

/** What a worker works with. In a new vault one of them makes it, and the others find it. */
async function loadOrMake(
  database: Database,
  files: ReturnType<typeof filesIn>,
  source: MasterKeySource,
  options: OpenOptions,
) {
  const shared = new SharedMasterKeys(source);
  const load = async (db: Db) => {
    await checkCopies(db);
    const isNew = await isEmpty(db);
    if (isNew) checkHasNone(files);
    const masterKeys = await shared.load(db, isNew);
    const records: Records = createRecords(masterKeys);
    const ctx = await loadContext(database, db, records, files.accessKey, options).catch((error: unknown) => {
      throw isNew ? error : asMismatch(error);
    });
    return { ctx, records, masterKeys, identity: await identityIn(db) };
  };
  const alone = await inTransaction(database, isEmpty);
  const loaded = await inTransaction(database, load, { alone });
  await shared.keep();
  await keepFirstAccessKey(database, files.accessKey);
  return loaded;
}

/** A record under a master key that this worker was not given while others were is one that it does not reach. */
const MENDED_THERE = ['database_forbidden', 'master_key_mismatch'] as const;

/** Opens a vault that several workers share. The state folder is this worker's own. */
export async function openShared(
  stateDir: string,
  { url, masterKey, migrate = true }: PostgresVault,
  options: OpenOptions,
): Promise<OpenedVault> {
  const files = filesIn(stateDir);
  const database = await openPostgres(url, migrate);
  try {
    await makeFolder(files.folder);
    const source = masterKey ?? { file: files.masterKey };
    const { ctx, records, masterKeys, identity } = await loadOrMake(database, files, source, options);
    if (masterKeys.several) await rewrapAll(database, records);
    return {
      ctx: { ...ctx, db: whileRunning(database, MENDED_THERE) },
      async checkPlace() {
        await inTransaction(database, async (db) => {
          await checkCopies(db);
          // Emptied, or made anew: what is written there would be of no vault.
          if ((await identityIn(db)) !== identity) throw vaultNotFound('was_replaced');
          // Under a key that others were given, and this worker was not: another record may be a stray, this one is not.
          await checkIdentity(db, records);
        });
        if (!(await database.isAsLeft())) throw new AgentAuthError('vault_went_back');
      },
      rotateMasterKey: async () => {
        // The other workers would not have the new key. docs/operations.md says how it is exchanged.
        throw new AgentAuthError('invalid_input', { reason: 'keys_of_several_workers' });
      },
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
