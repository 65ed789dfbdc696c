export { readKeepassFile } from './keepass/index.js';
export type { Candidate, Matched, RankedItem } from './matching/match.js';
export { PROVIDER_KINDS } from './registry.js';
export { createProviders, type ProviderRoom } from './room.js';
export { type ItemField, valuesOf } from './shared/item-fields.js';
export type * from './types.js';
