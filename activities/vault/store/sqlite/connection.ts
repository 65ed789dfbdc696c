import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type Database from 'libsql';
import { connect } from './connect.js';
import { sqliteError } from './errors.js';

/** Of statements that are ready: their texts differ by what is asked for, and by how many it is asked of. */
const MAX_READY = 300;
/** What was bound stays in memory with its statement: sessions and pictures are some MB. */
const MAX_BOUND_LENGTH = 64 * 1024;
/** These leave the tables as they are, and so what is ready. */
const PLAIN = /^(?:select|insert|update|delete|begin|commit|rollback)\b/i;

/** What libsql takes: it ends the process where it is given anything else. */
function bindable(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new TypeError('no value of a column');
}

const isLarge = (value: unknown): boolean => typeof value === 'string' && value.length > MAX_BOUND_LENGTH;

/** The one connection to a database, whose statements are prepared once: that costs as much as most of them take. */
export class Connection implements SqliteDatabase {
  #database: Database.Database | null = null;
  /** In the order in which they were made: the first one goes when there are too many. */
  readonly #ready = new Map<string, Database.Statement>();

  /** @param busyTimeout as in `connect` */
  constructor(
    readonly path: string,
    readonly busyTimeout: number,
  ) {}

  /** Connects anew, with settings that hold for every statement from then on. */
  renew(settings: readonly string[]): void {
    this.close();
    const database = connect(this.path, this.busyTimeout);
    this.#database = database;
    try {
      for (const setting of settings) database.prepare(setting).all([]);
    } catch (error) {
      throw sqliteError(error);
    }
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.#statement(sql);
    const bound = (values: readonly unknown[]): unknown[] => {
      if (values.some(isLarge)) this.#ready.delete(sql);
      return values.map(bindable);
    };
    return {
      reader: statement.reader,
      all: (values) => statement.all(bound(values)),
      run: (values) => statement.run(bound(values)),
      iterate: () => {
        throw new Error('rows are read at once: a statement that is ready is used by one at a time');
      },
    };
  }

  #statement(sql: string): Database.Statement {
    const found = this.#ready.get(sql);
    if (found !== undefined) return found;
    const made = this.#database!.prepare(sql);
    if (!PLAIN.test(sql)) {
      this.#ready.clear();
      return made;
    }
    this.#ready.set(sql, made);
    if (this.#ready.size > MAX_READY) this.#ready.delete(this.#ready.keys().next().value!);
    return made;
  }

  close(): void {
    this.#ready.clear();
    this.#database?.close();
    this.#database = null;
  }
}
