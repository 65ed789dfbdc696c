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

/** The connection broke while the server was told to commit: whether it did, it knows by the number of the transaction. */
export class CommitUnknown extends DatabaseBusy {
  constructor(readonly transaction: string) {
    super();
  }
}

const run = (connection: DatabaseConnection, text: string) =>
  connection.executeQuery<{ readonly transaction: string | null }>(CompiledQuery.raw(text));

class Transactions extends PostgresDriver {
  readonly #begin: string;

  constructor(pool: PostgresPool, begin: string) {
    super({ pool });
    this.#begin = begin;
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
    const { rows } = await run(connection, 'select pg_current_xact_id_if_assigned()::text as transaction');
    const transaction = rows[0]?.transaction ?? null;
    try {
      await run(connection, 'commit');
    } catch (error) {
      throw error instanceof ConnectionLost && transaction !== null ? new CommitUnknown(transaction) : error;
    }
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // It fails on a connection that broke, whose transaction the server ends by itself. What is to be known is why there is a rollback.
    await run(connection, 'rollback').catch(() => undefined);
  }
}

/** Postgres on a pool that others use too, with transactions that begin in a certain way. */
export class PooledDialect extends PostgresDialect {
  readonly #pool: PostgresPool;
  readonly #begin: string;

  /** @param begin one or more statements */
  constructor(pool: PostgresPool, begin: string) {
    super({ pool });
    this.#pool = pool;
    this.#begin = begin;
  }

  override createDriver(): Driver {
    return new Transactions(this.#pool, this.#begin);
  }
}
