import { randomUUID } from 'node:crypto';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
} from 'kysely';
import { DatabaseBusy } from '../errors.js';
import { ConnectionLost } from './errors.js';

/** The connection broke while the server was told to commit: whether it did, the transaction's mark says. */
export class CommitUnknown extends DatabaseBusy {
  constructor(
    /** Of the row in `commits`. */
    readonly mark: string,
    /** The server's number of the transaction. It says whether it goes on, and no more: a server that crashed gives numbers out again. */
    readonly transaction: string,
  ) {
    super();
  }
}

const run = (connection: DatabaseConnection, text: string, parameters: unknown[] = []) =>
  connection.executeQuery<{ readonly transaction: string }>(CompiledQuery.raw(text, parameters));

/** Only where something was written, for only then has the transaction a number. */
const MARK = `insert into commits (id, at) select $1, $2 where pg_current_xact_id_if_assigned() is not null
  returning pg_current_xact_id()::text as transaction`;

/** Hears of the marks of transactions that are committed. */
export type OnCommitted = (mark: string) => void;

class Transactions extends PostgresDriver {
  readonly #begin: string;
  readonly #onCommitted: OnCommitted | null;

  constructor(pool: PostgresPool, begin: string, onCommitted: OnCommitted | null) {
    super({ pool });
    this.#begin = begin;
    this.#onCommitted = onCommitted;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await run(connection, this.#begin);
    } catch (error) {
      // It has begun where a later statement of the list failed.
      await this.rollbackTransaction(connection);
      throw error;
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const mark = this.#onCommitted === null ? null : randomUUID();
    const { rows } = mark === null ? { rows: [] } : await run(connection, MARK, [mark, Date.now()]);
    const transaction = rows[0]?.transaction;
    try {
      await run(connection, 'commit');
    } catch (error) {
      if (!(error instanceof ConnectionLost) || mark === null || transaction === undefined) throw error;
      throw new CommitUnknown(mark, transaction);
    }
    if (mark !== null && transaction !== undefined) this.#onCommitted?.(mark);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // It fails on a connection that broke, whose transaction the server ends by itself. What is to be known is why there is a rollback.
    await run(connection, 'rollback').catch(() => undefined);
  }
}

/** Postgres on a pool that others use too, with transactions that begin in a certain way. */
export class PooledDialect extends PostgresDialect {
  readonly #driver: () => Driver;

  /**
   * @param begin one or more statements
   * @param onCommitted null: transactions leave no mark. The schema's own can't, for they make the table
   */
  constructor(pool: PostgresPool, begin: string, onCommitted: OnCommitted | null) {
    super({ pool });
    this.#driver = () => new Transactions(pool, begin, onCommitted);
  }

  override createDriver(): Driver {
    return this.#driver();
  }
}
