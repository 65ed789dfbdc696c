import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { Outcome } from '../../../contract/steps.js';
import type { Answer } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const challenge = (scheme: string, body: string): Answer => ({
  status: 401,
  body,
  headers: { 'www-authenticate': scheme },
});

const CHALLENGES = [
  ['basic', 'Basic realm="Intranet"', '<h1>401</h1>'],
  ['basic', 'Basic realm="Intranet"', ''],
  ['digest', 'Digest realm="r", nonce="n", qop="auth"', '<h1>Yetkisiz</h1>'],
  ['negotiate, ntlm', 'Negotiate, NTLM', '<h1>Accès refusé</h1>'],
] as const;

describe('a site that asks the browser itself for a password', () => {
  it.for(variants(2, CHALLENGES))('at the first page: %s (%s, %s)', ([named, scheme, body]) =>
    onFlow(
      pages,
      () => challenge(scheme, body),
      async (b) => {
        const { outcome } = await b.open();
        expect(outcome).toMatchObject({
          kind: 'failed',
          code: 'unsupported_auth_method',
          website_error: `HTTP authentication: ${named}`,
        });
      },
    ),
  );

  it.for(variants(1, CHALLENGES))('behind the form: %s (%s, %s)', ([named, scheme, body]) =>
    onFlow(
      pages,
      ({ path, form }) => {
        if (path === '/login' && form !== null) return { to: '/inside', cookies: ['s=1'] };
        if (path === '/inside') return challenge(scheme, body);
        return path === '/'
          ? '<h1>Sign in</h1><form method="post" action="/login"><label>User <input name="u"></label><label>Password <input name="p" type="password"></label><button>Sign in</button></form>'
          : undefined;
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const came = (await b.fill(page, inputOf(outcome), {
          username: 'ada',
          password: 'a good passphrase',
        })) as Outcome;
        expect(came).toMatchObject({
          kind: 'failed',
          code: 'unsupported_auth_method',
          website_error: `HTTP authentication: ${named}`,
        });
        expect(posts).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});
