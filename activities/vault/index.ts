export { openVault } from './open.js';
export type * from './types.js';
