/** Providers as a login meets them, what they offer, and what is wrong with them. */
import type { ErrorCode } from '../../../contract/errors/errors.js';
import type { RankedItem } from '../../providers/index.js';
import type { ProviderRow } from './record.js';

/** A provider with its token, in memory. */
export interface KnownProvider {
  readonly row: ProviderRow;
  readonly token: string;
}

/** An item, and the provider that has it. */
export type OfferedItem = RankedItem & { readonly provider: KnownProvider };

/** A provider that could not be asked, and why. */
export interface Trouble {
  readonly code: ErrorCode;
  /** RFC 3339: not asked before. */
  readonly until: string | null;
  readonly row: ProviderRow;
}
