export { type CopyEvent, copyVault } from './copying/copy-vault.js';
export { undoCopy } from './copying/undo-copy.js';
export { openVault } from './open.js';
export { inspectEmbedded, inspectShared, type VaultState } from './opening/inspect.js';
export { makeFolder, readFileIfThere, replaceFile } from './state-folder/files.js';
export { lockFolder } from './state-folder/lock.js';
export { readOwner } from './state-folder/owner.js';
export { migrateDatabase } from './store/postgres/open-postgres.js';
export type * from './types.js';
