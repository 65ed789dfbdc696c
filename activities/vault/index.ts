export { type CopyEvent, copyVault } from './copying/copy-vault.js';
export { undoCopy } from './copying/undo-copy.js';
export { openVault } from './open.js';
export type { OpenVault } from './open-vault.js';
export { inspectEmbedded, inspectShared, type VaultState } from './opening/inspect.js';
export type { PostgresVault } from './opening/shared.js';
export * from './state-folder.js';
export { migrateDatabase } from './store/postgres/open-postgres.js';
export type * from './types.js';
