import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import type { Connection } from './connection.js';
import { sqliteError } from './errors.js';

/** A connection whose errors are ours, and that remembers them. */
class WatchedConnection implements DatabaseConnection {
  failed = false;

  constructor(readonly inner: DatabaseConnection) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.inner.executeQuery<R>(query);
    } catch (error) {
      this.failed = true;
      throw sqliteError(error);
    }
  }

  streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, 1);
  }
}

/**
 * One connection, used by one at a time: its settings hold for every statement, and writers of this process queue here instead of
 * blocking the event loop in SQLite's busy handler.
 */
class SerialDriver extends SqliteDriver {
  #ready = false;
  #used: WatchedConnection | null = null;

  constructor(
    readonly database: Connection,
    readonly settings: readonly string[],
  ) {
    super({ database });
  }

  override async acquireConnection(): Promise<WatchedConnection> {
    const inner = await super.acquireConnection();
    try {
      // A connection without its settings is never used.
      if (!this.#ready) this.database.renew(this.settings);
      this.#ready = true;
      this.#used = new WatchedConnection(inner);
      return this.#used;
    } catch (error) {
      await super.releaseConnection();
      throw error;
    }
  }

  /** It is known at once whether somebody else writes, and not in the middle of the work. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** What failed is told, and not that SQLite has undone it by itself, as it does where the disk takes nothing. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }

  override async releaseConnection(): Promise<void> {
    // libsql never resets a statement that failed, and such a connection can't commit any more.
    if (this.#used?.failed) this.#ready = false;
    this.#used = null;
    await super.releaseConnection();
  }

  /** When what runs is done. */
  override async destroy(): Promise<void> {
    await super.acquireConnection();
    await super.destroy();
    await super.releaseConnection();
  }
}

/** Kysely migrates without a transaction on SQLite, though that has transactional DDL: a kill would leave half of the tables. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** SQLite by libsql. */
export class SerialDialect extends SqliteDialect {
  /** @param settings of a new connection */
  constructor(
    readonly database: Connection,
    readonly settings: readonly string[],
  ) {
    super({ database });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): Driver {
    return new SerialDriver(this.database, this.settings);
  }
}
