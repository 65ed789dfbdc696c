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

class Transactions extends PostgresDriver {
  readonly #begin: string;
  readonly #marks: boolean;

  constructor(pool: PostgresPool, begin: string, marks: boolean) {
    super({ pool });
    this.#begin = begin;
    this.#marks = marks;
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
    const mark = this.#marks ? randomUUID() : null;
    const { rows } = mark === null ? { rows: [] } : await run(connection, MARK, [mark, Date.now()]);
    const transaction = rows[0]?.transaction;
    try {
      await run(connection, 'commit');
    } catch (error) {
      if (!(error instanceof ConnectionLost) || mark === null || transaction === undefined) throw error;
      throw new CommitUnknown(mark, transaction);
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
  readonly #marks: boolean;

  /**
   * @param begin one or more statements
   * @param marks whether transactions leave their mark; the schema's own can't, for they make the table
   */
  constructor(pool: PostgresPool, begin: string, marks: boolean) {
    super({ pool });
    this.#pool = pool;
    this.#begin = begin;
    this.#marks = marks;
  }

  override createDriver(): Driver {
    return new Transactions(this.#pool, this.#begin, this.#marks);
  }
}
