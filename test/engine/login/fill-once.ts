import { expect } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { FillResult } from '../../../contract/steps.js';
import { letsIn } from '../../sites/flows/by-script.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { fieldNames, inputOf } from './harness.js';
import { onFlow } from './on-flow.js';

export const USER = 'anna.berg';
export const PASSWORD = 'Ein guter Satz 7!';

export type Site = (visit: Visit) => Answer | undefined | Promise<Answer | undefined>;

/** Fills what a page asks for; returns what came of it and what the site was sent. */
export async function logIn(
  pages: Pages,
  site: Site | string,
  values: { readonly user: string; readonly pass: string } = { user: USER, pass: PASSWORD },
): Promise<{ result: FillResult; sent: Readonly<Record<string, string>>[] }> {
  let result: FillResult | undefined;
  let sent: Readonly<Record<string, string>>[] = [];
  await onFlow(pages, typeof site === 'string' ? letsIn(site) : site, async (b, { posts }) => {
    const { page, outcome } = await b.open();
    const seen = inputOf(outcome);
    const [user = '', pass = ''] = fieldNames(seen);
    expect([user, pass]).toEqual([expect.stringMatching(/^(?:username|email)$/), 'password']);
    result = await b.fill(page, seen, { [user]: values.user, [pass]: values.pass });
    sent = posts.map(({ fields }) => fields);
    await b.activities.closePage({ ...b.ref, page });
  });
  return { result: result as FillResult, sent };
}

export const form = (fields: string, button: string, heading: string): string =>
  `<h1>${heading}</h1><form method="post" action="/password">${fields}<button>${button}</button></form>`;
