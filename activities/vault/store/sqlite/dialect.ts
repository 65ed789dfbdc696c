import type { Client } from '@libsql/client';
import { LibsqlDialect, LibsqlDriver } from '@libsql/kysely-libsql';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  type TransactionSettings,
} from 'kysely';
import { sqliteError } from './errors.js';

/** A connection whose errors are ours, and that remembers them. */
class WatchedConnection implements DatabaseConnection {
  failed = false;

  constructor(
    readonly inner: Awaited<ReturnType<LibsqlDriver['acquireConnection']>>,
    readonly release: () => void,
  ) {}

  async watch<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.failed = true;
      throw sqliteError(error);
    }
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.watch(this.inner.executeQuery<R>(query));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

/**
 * One connection, used by one at a time: its settings hold for every statement, and writers of this process queue here instead of
 * blocking the event loop in SQLite's busy handler.
 */
class SerialDriver implements Driver {
  readonly #inner: LibsqlDriver;
  #last: Promise<void> = Promise.resolve();
  #ready = false;

  constructor(
    readonly client: Client,
    readonly configure: (client: Client) => Promise<void>,
  ) {
    // The published types name a copy of the client of their own; the interface is the same.
    this.#inner = new LibsqlDriver(client as never, false);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<WatchedConnection> {
    const before = this.#last;
    let release = (): void => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      if (!this.#ready) await this.#renew();
      return new WatchedConnection(await this.#inner.acquireConnection(), release);
    } catch (error) {
      release();
      throw sqliteError(error);
    }
  }

  /** Reconnects and applies the settings: a connection without them is never used. */
  async #renew(): Promise<void> {
    await this.client.reconnect();
    await this.configure(this.client);
    this.#ready = true;
  }

  beginTransaction(connection: WatchedConnection, settings: TransactionSettings): Promise<void> {
    return connection.watch(this.#inner.beginTransaction(connection.inner, settings));
  }

  commitTransaction(connection: WatchedConnection): Promise<void> {
    return connection.watch(this.#inner.commitTransaction(connection.inner));
  }

  rollbackTransaction(connection: WatchedConnection): Promise<void> {
    return connection.watch(this.#inner.rollbackTransaction(connection.inner));
  }

  async releaseConnection(connection: WatchedConnection): Promise<void> {
    // libsql never resets a statement that failed, and such a connection can't commit any more.
    if (connection.failed) this.#ready = false;
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#last;
    this.client.close();
  }
}

/** Kysely migrates without a transaction on SQLite, though that has transactional DDL: a kill would leave half of the tables. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** SQLite by libsql, on a client that holds one connection. */
export class SerialDialect extends LibsqlDialect {
  /** @param configure settings of a new connection */
  constructor(
    readonly client: Client,
    readonly configure: (client: Client) => Promise<void>,
  ) {
    super({ client: client as never });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }

  override createDriver(): Driver {
    return new SerialDriver(this.client, this.configure);
  }
}
