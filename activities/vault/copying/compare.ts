/** Goes through a table on both sides, in the order of its key. */
import { createHash } from 'node:crypto';
import { AgentAuthError } from '../../../contract/index.js';
import { type Database, type Db, inTransaction } from '../store/transaction.js';
import { deleteRows, insertRows, keyOf, type Row, readRows, type Table, textOf, type Value } from './rows.js';

export interface Sides {
  readonly source: Database;
  readonly target: Database;
}

/** Where rows of the same keys differ. */
interface Difference {
  /** On the source only, or other there. */
  readonly missing: readonly Row[];
  /** On the target only, or other there. */
  readonly stale: readonly Row[];
}

interface Rows {
  readonly rows: readonly Row[];
  readonly isLast: boolean;
}

interface Page extends Difference, Rows {}

const without = (table: Table, rows: readonly Row[], others: readonly Row[]): readonly Row[] => {
  const there = new Set(others.map((row) => textOf(table, row)));
  return rows.filter((row) => !there.has(textOf(table, row)));
};

type Treat = (db: Db, difference: Difference) => Promise<void>;

/** Of a page, at most. */
const ROWS = 500;
/** Of the text of a page that has several rows: a slow line has to take it before its statement is given up. A single row may be larger. */
const MAX_LENGTH = 4_000_000;
/** Rows that are read at once, for each may have many MB. */
const BATCH = 10;

/** As many rows as fit into a page, and at least one. */
async function readPage(db: Db, table: Table, after: readonly Value[] | null): Promise<Rows> {
  const rows: Row[] = [];
  let length = 0;
  while (rows.length < ROWS) {
    const last = rows.at(-1);
    const next = await readRows(db, table, { after: last ? keyOf(table, last) : after, upTo: null }, BATCH);
    for (const row of next) {
      length += textOf(table, row).length;
      if (rows.length > 0 && length > MAX_LENGTH) return { rows, isLast: false };
      rows.push(row);
    }
    if (next.length < BATCH) return { rows, isLast: true };
  }
  return { rows, isLast: false };
}

/** One page, read on the source and treated on the target, in a transaction each. */
async function nextPage(sides: Sides, table: Table, after: readonly Value[] | null, treat: Treat): Promise<Page> {
  const { rows, isLast } = await inTransaction(sides.source, (db) => readPage(db, table, after));
  const upTo = isLast ? null : keyOf(table, rows.at(-1)!);
  const difference = await inTransaction(sides.target, async (db) => {
    const there = await readRows(db, table, { after, upTo });
    const differing = { missing: without(table, rows, there), stale: without(table, there, rows) };
    await treat(db, differing);
    return differing;
  });
  return { rows, isLast, ...difference };
}

/** A table on both sides, page by page. */
export async function* pagesOf(sides: Sides, table: Table, treat: Treat): AsyncGenerator<Page> {
  let after: readonly Value[] | null = null;
  for (let isLast = false; !isLast; ) {
    const page = await nextPage(sides, table, after, treat);
    yield page;
    isLast = page.isLast;
    if (page.rows.length > 0) after = keyOf(table, page.rows.at(-1)!);
  }
}

type Progress = (rows: number) => void;

async function goThrough(sides: Sides, table: Table, treat: Treat, onRows: Progress = () => undefined): Promise<void> {
  let rows = 0;
  for await (const page of pagesOf(sides, table, treat)) {
    rows += page.rows.length;
    onRows(rows);
  }
}

/** Before anything is added, so that what is new does not meet what is gone (a name that is used again). */
export const removeStale = (sides: Sides, table: Table): Promise<void> =>
  goThrough(sides, table, (db, { stale }) => deleteRows(db, table, stale));

/** @throws AgentAuthError `invalid_input` naming the table, for a row that Postgres does not take */
export const addMissing = (sides: Sides, table: Table, onRows: Progress): Promise<void> =>
  goThrough(sides, table, (db, { missing }) => insertRows(db, table, missing), onRows).catch((error: unknown) => {
    const isRow = error instanceof AgentAuthError && error.code === 'invalid_input';
    throw isRow ? new AgentAuthError(error.code, { table: table.name }) : error;
  });

export interface ComparedTable {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 of all rows in the order of their keys, hex. The same on both sides. */
  readonly sha256: string;
}

/**
 * Compares every column of every row. What is encrypted is compared as it is stored.
 * @throws AgentAuthError `copy_differs`
 */
async function compareTable(sides: Sides, table: Table): Promise<ComparedTable> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const { rows, missing, stale } of pagesOf(sides, table, async () => undefined)) {
    if (missing.length + stale.length > 0) throw new AgentAuthError('copy_differs', { table: table.name });
    for (const row of rows) hash.update(`${textOf(table, row)}\n`);
    count += rows.length;
  }
  return { table: table.name, rows: count, sha256: hash.digest('hex') };
}

/** @throws AgentAuthError `copy_differs` */
export async function compareAll(
  sides: Sides,
  tables: readonly Table[],
  onTable: (compared: ComparedTable) => void,
): Promise<readonly ComparedTable[]> {
  const compared: ComparedTable[] = [];
  for (const table of tables) {
    const result = await compareTable(sides, table);
    onTable(result);
    compared.push(result);
  }
  return compared;
}
