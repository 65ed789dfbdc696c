import type { z } from 'zod';
import type { Scope, VaultOperation, VaultOperations } from '../../../contract/index.js';
import type { Caller } from '../access-keys/authorize.js';
import type { VaultContext } from '../context.js';
import type { Db } from '../store/transaction.js';

/** The rest of a read, for what must not keep a transaction waiting: it is carried out when that has ended. */
export class Later<T> {
  constructor(readonly run: () => Promise<T>) {}
}

/** One operation of the vault. */
export interface Operation<Op extends VaultOperation> {
  /** Null: any key may. */
  readonly scope: Scope | null;
  /** Whether a repeat of the call must not be carried out again. */
  readonly writes: boolean;
  readonly params: z.ZodType<VaultOperations[Op][0]>;
  run(call: Call<Op>): Promise<VaultOperations[Op][1] | Later<VaultOperations[Op][1]>>;
}

/** What an operation works on: checked parameters, and the transaction that the call is recorded in. */
export interface Call<Op extends VaultOperation> {
  readonly ctx: VaultContext;
  readonly db: Db;
  readonly params: VaultOperations[Op][0];
  readonly caller: Caller;
}
