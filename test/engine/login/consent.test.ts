import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { type IdentityProvider, startIdentityProvider } from '../../sites/flows/identity-provider.js';
import { letIn, members } from '../../sites/flows/members.js';
import { variant } from '../../support/variants.js';
import { ANSWER, type Bench, fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

async function onShop(run: (b: Bench, provider: IdentityProvider, redeemed: readonly boolean[]) => Promise<void>) {
  const redeemed: boolean[] = [];
  let provider: IdentityProvider | null = null;
  try {
    await onFlow(
      pages,
      async (visit) => {
        if (visit.path === '/')
          return `<h1>Sign in</h1><button onclick="location.href='${provider?.entry}'">Sign in with SSO</button>`;
        if (visit.path !== '/callback') return members(visit);
        redeemed.push((await provider?.redeem(visit.query.get('code') ?? '')) === true);
        return redeemed.at(-1) ? letIn : '<h1>No access</h1>';
      },
      async (b, site) => {
        provider = await startIdentityProvider(`${site.origin}/callback`);
        await run(b, provider, redeemed);
      },
    );
  } finally {
    await (provider as IdentityProvider | null)?.stop();
  }
}

variant('an OpenID provider asks for a password and for consent, and is trusted as far as the agent may use it', () =>
  onShop(async (b, provider, redeemed) => {
    b.vault.grant = { ...b.vault.grant, allowed_domains: [provider.host] };
    const { page, outcome } = await b.open();
    const seen = inputOf(outcome);
    const choice = { sso_button: seen.sso_buttons[0]?.selector as string };
    const asked = inputOf(
      await b.activities.chooseOption({ ...b.ref, page, signature: seen.signature, choice, answer: ANSWER }),
    );
    const [name] = fieldNames(asked).filter((field) => field !== 'password');
    const done = await b.fill(page, asked, { [name as string]: 'ada', password: 'a good passphrase' });
    expect(done).toMatchObject({ kind: 'authenticated', url: expect.stringContaining('/members') });
    expect(redeemed).toEqual([true]);
    expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
  }),
);

describe('a page that asks for consent', () => {
  const ASKS = `<h1>Report Bot wants to access your account</h1><p>It will read all of your mail.</p>
    <form method="post" action="/allow"><button name="answer" value="no">Cancel</button>
    <button name="answer" value="yes">Allow</button></form>`;

  it('is not answered where a login has not begun', () =>
    onFlow(
      pages,
      (visit) => (visit.path === '/' ? ASKS : undefined),
      async (b, { posts }) => {
        const { outcome } = await b.open();
        expect(outcome).toMatchObject({ kind: 'failed', code: 'login_form_not_found' });
        expect(posts).toEqual([]);
      },
    ));
});
