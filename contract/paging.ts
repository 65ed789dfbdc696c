/** A page of a list. */
export interface ListOf<T> {
  readonly items: readonly T[];
  readonly has_more: boolean;
}
export interface Paging {
  /** 1 to 100. @default 20 */
  readonly limit?: number;
  /** @default 0 */
  readonly offset?: number;
}
