export { type CopyEvent, copyVault } from './copying/copy-vault.js';
export { undoCopy } from './copying/undo-copy.js';
export { openVault } from './open.js';
export { makeFolder, readFileIfThere, replaceFile } from './state-folder/files.js';
export { lockFolder } from './state-folder/lock.js';
export { migrateDatabase } from './store/postgres/open-postgres.js';
export type * from './types.js';
