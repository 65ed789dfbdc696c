/** Sites that answer no more than so many requests in a while: a login that they let in is proven after they have been left alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

/** Answers a second of requests with a refusal, from the first one on that comes after the login led to its page. */
const counting = (seconds: number) => {
  let since: number | null = null;
  let opened = 0;
  return (visit: Visit): Answer | undefined => {
    if (visit.path === '/password') return letIn;
    if (visit.path === '/members' && visit.cookies.has('sid')) opened += 1;
    if (opened < 2 && since === null) return members(visit) ?? PASSWORD_PAGE;
    since ??= Date.now();
    if (Date.now() - since < seconds * 1000 - 50)
      return { status: 429, body: '<h1>Slow down</h1>', headers: { 'retry-after': `${seconds}` } };
    return members(visit) ?? PASSWORD_PAGE;
  };
};

async function saved(seconds: number): Promise<unknown> {
  let result: unknown;
  await onFlow(pages, counting(seconds), async (b) => {
    const { page, outcome } = await b.open();
    expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
    result = await b.activities.saveSession({ ...b.ref, page });
    await b.activities.closePage({ ...b.ref, page });
  });
  return result;
}

it('a site that asks for a moment gets it, and the session is saved', async () => {
  expect(await saved(1)).toMatchObject({ kind: 'saved' });
});

it('one that asks for longer than a login lasts is left alone until then', async () => {
  expect(await saved(300)).toMatchObject({ kind: 'step_left', outcome: { kind: 'failed', code: 'rate_limited' } });
});
