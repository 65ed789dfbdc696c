/** What the statements of the vault rely on in its tables. The same on both stores, so that one can be held against the other. */

interface Column {
  /** `text C` (in the order of its bytes) or `int8`; else what the store calls it. */
  readonly type: string;
  /** Whether no row can be written without a value for it. */
  readonly isNeeded: boolean;
}

export interface ColumnRow extends Column {
  readonly table: string;
  readonly name: string;
}

/** Columns of which no two rows have the same. */
export interface KeyRow {
  readonly table: string;
  /** By name, in the order of the alphabet, with a comma between them. */
  readonly columns: string;
}

/** By their names. */
export interface Shape {
  readonly tables: ReadonlySet<string>;
  /** `table.column` */
  readonly columns: ReadonlyMap<string, Column>;
  /** `table (column,column)` */
  readonly keys: ReadonlySet<string>;
}

export const shapeOf = (columns: readonly ColumnRow[], keys: readonly KeyRow[]): Shape => ({
  tables: new Set(columns.map(({ table }) => table)),
  columns: new Map(columns.map((column) => [`${column.table}.${column.name}`, column])),
  keys: new Set(keys.map((key) => `${key.table} (${key.columns})`)),
});

/** Names of what is not as it should be. What there is none of is left out. */
export interface Differences {
  readonly tables?: readonly string[];
  readonly columns?: readonly string[];
  readonly keys?: readonly string[];
}

const tableOf = (name: string): string => /^[^. ]*/.exec(name)![0];

const fits = (wanted: Column, found: Column | undefined): boolean =>
  found !== undefined && found.type === wanted.type && (wanted.isNeeded || !found.isNeeded);

/**
 * What is gone or of another kind, and what is needed that the vault does not write. What a later version has added is no difference: rows may do without it.
 * @returns null where there is nothing
 */
export function differences(found: Shape, wanted: Shape): Differences | null {
  // Of a table that is gone nothing else is said.
  const isThere = (name: string): boolean => found.tables.has(tableOf(name));
  const wrong = [...wanted.columns].filter(([name, column]) => !fits(column, found.columns.get(name)));
  const foreign = [...found.columns].filter(
    ([name, { isNeeded }]) => isNeeded && wanted.tables.has(tableOf(name)) && !wanted.columns.has(name),
  );
  const all = {
    tables: [...wanted.tables].filter((name) => !found.tables.has(name)),
    columns: [...wrong, ...foreign].map(([name]) => name).filter(isThere),
    keys: [...wanted.keys].filter((name) => isThere(name) && !found.keys.has(name)),
  };
  const some = Object.entries(all).filter(([, names]) => names.length > 0);
  return some.length === 0 ? null : Object.fromEntries(some.map(([what, names]) => [what, names.sort()]));
}
