import type { Request } from 'playwright-core';

/**
 * Whether a request has a form with nothing filled in, as a page sends it that came to life only after it was typed into: whatever the site
 * answers, it is no answer to the values. A request that can't be read may carry anything.
 */
export function isSentEmpty(request: Pick<Request, 'url' | 'postData'>): boolean {
  const body = request.postData() ?? '';
  if (body === '' || [...new URL(request.url()).searchParams.values()].some((value) => value !== '')) return false;
  try {
    return isEmpty(JSON.parse(body));
  } catch {
    return /^(?:[\w.[\]%-]+=&?)+$/.test(body);
  }
}

/** Boxes of a form are ticked or not whatever else it holds. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
  return value === '' || value === null || typeof value === 'boolean';
}
