/** Leases in the database, by which workers take turns. */
import type { Expression, ExpressionBuilder, ReferenceExpression, SqlBool } from 'kysely';

/** More than the clocks of two workers that run may differ by. Ms. */
const SKEW_MS = 60_000;

/** The latest moment at which a lease that is taken now can end. One that ends later was taken by a clock that was wrong. */
const latestEnd = (now: number, longestMs: number): number => now + longestMs + SKEW_MS;

/** @param longestMs the longest time for which such a lease is taken */
export const hasLapsed = (until: number, now: number, longestMs: number): boolean =>
  until <= now || until > latestEnd(now, longestMs);

/** The same for a column. */
export const lapsed = <DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  now: number,
  longestMs: number,
): Expression<SqlBool> =>
  eb.or([eb(column, '<=', eb.val(now) as never), eb(column, '>', eb.val(latestEnd(now, longestMs)) as never)]);
