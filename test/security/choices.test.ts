import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { createLoginActivities, TIMEOUTS } from '../../activities/login/index.js';
import type { Proof } from '../../contract/index.js';
import { inputOf, openedLogin, testPages } from '../engine/login/harness.js';
import { serveFlow } from '../sites/flows/serve.js';
import { begin, grant, openTestVault } from '../vault/support/vault.js';

/**
 * Somebody with Temporal access has the steps of a login done on its page, as a workflow of their own could: with answers of their own, or with
 * none. The site must notice nothing of it.
 */
const STRANGER: Proof = { link_code: 'x'.repeat(44) };

const SHOP = `<h1>Sign in</h1>
  <form method="post" action="/password"><label>E-mail<input name="email" type="email" autocomplete="username"></label>
    <label>Password<input name="password" type="password"></label><button>Sign in</button></form>
  <form method="post" action="/google"><button>Continue with Google</button></form>
  <form method="post" action="/microsoft"><button>Continue with Microsoft</button></form>`;

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** The login page of a shop, for a credential that names Google, with the vault that users have. */
async function atShop() {
  const site = await serveFlow(({ path }) => (path === '/' ? SHOP : '<h1>One moment</h1>'));
  onTestFinished(() => site.stop());
  const { vault, admin } = await openTestVault();
  const values = { email: 'me@example.com' };
  await admin('credentials.create', { name: 'mine', domain: site.host, values, sso_provider: 'google' });
  const { id } = await grant(admin, site.host, { credential_name: 'mine' });
  const login = await begin(vault, id);
  const activities = createLoginActivities({
    vault,
    pages,
    taskQueue: 'pages-test',
    artefactDir: mkdtempSync(join(tmpdir(), 'agent-auth-artefacts-')),
    activity: () => ({ heartbeat() {}, signal: new AbortController().signal, abortReason: () => 'cancel' }),
    timeouts: { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 700 },
  });
  const { page, outcome } = openedLogin(await activities.openLogin(login.ref));
  onTestFinished(() => activities.closePage({ ...login.ref, page }));
  const { signature, sso_buttons } = inputOf(outcome);
  expect(sso_buttons.map(({ provider }) => provider)).toEqual(['google', 'microsoft']);
  return { site, login, activities, here: { ...login.ref, page, signature } };
}

it('a choice that nobody is entitled to make is not pressed, and a value of nobody is not typed', async () => {
  const { site, login, activities, here } = await atShop();
  const choice = { sso_button: 'microsoft' };
  const worthless = [
    undefined,
    await login.entitle(choice, 1, STRANGER),
    await login.entitle({ sso_button: 'google' }),
    { ...(await login.entitle(choice)), question: 2 },
  ];
  for (const answer of worthless)
    expect(await activities.chooseOption({ ...here, choice, answer })).toEqual({ kind: 'not_entitled', fields: [] });

  const password = await login.give('password', 'evil', 1, STRANGER);
  const values = { email: { from: 'stored', key: 'email' }, password } as const;
  const attempt_id = `${login.ref.invocation_id}:1:1`;
  const filled = await activities.fillFields({ ...here, attempt_id, values });
  expect(filled).toEqual({ kind: 'not_entitled', fields: ['password'] });
  expect(site.posts).toEqual([]);

  await activities.chooseOption({ ...here, choice, answer: await login.entitle(choice) });
  expect(site.posts.map(({ path }) => path)).toEqual(['/microsoft']);
});

it('the button of the identity provider that the grant names needs nobody, and no other one passes for it', async () => {
  const { site, activities, here } = await atShop();
  await activities.chooseOption({ ...here, choice: { sso_button: 'google' } });
  expect(site.posts.map(({ path }) => path)).toEqual(['/google']);
});
