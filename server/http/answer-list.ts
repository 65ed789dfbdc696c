import type { Context } from 'hono';
import type { ListOf, Paging } from '../../client/index.js';

const DEFAULT_LIMIT = 20;

/** Clients before 0.68.0 add the length of the page to X-Next-Offset: sent what they expect, they would skip every other page. */
function addsPageLength(context: Context): boolean {
  const [major, minor] = (context.req.header('x-stainless-package-version') ?? '').split('.').map(Number);
  return major === 0 && minor !== undefined && minor < 68;
}

/** A bare array, with where it goes on in the headers. */
export function answerList(
  context: Context,
  page: ListOf<unknown>,
  { limit = DEFAULT_LIMIT, offset = 0 }: Paging,
): Response {
  const next = addsPageLength(context) ? offset : offset + Math.min(limit, page.items.length);
  context.header('X-Has-More', String(page.has_more));
  context.header('X-Next-Offset', String(page.has_more ? next : 0));
  return context.json(page.items);
}
