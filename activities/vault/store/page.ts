import type { ListOf, Paging } from '../../../contract/index.js';

const DEFAULT_LIMIT = 20;

/** Rows to read for a page: one more than asked for tells whether there are more. */
export const rowsOf = ({ limit = DEFAULT_LIMIT, offset = 0 }: Paging): { limit: number; offset: number } => ({
  limit: limit + 1,
  offset,
});

export const toPage = <Row, Item>(rows: readonly Row[], paging: Paging, toItem: (row: Row) => Item): ListOf<Item> => {
  const { limit = DEFAULT_LIMIT } = paging;
  return { items: rows.slice(0, limit).map(toItem), has_more: rows.length > limit };
};
