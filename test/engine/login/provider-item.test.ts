/** The item of a provider: read when a page first asks for something, and asked about where several fit. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { ItemReading } from '../../../activities/vault/types.js';
import { isItemChoice, NO_ITEM } from '../../../contract/invocation/item-choice.js';
import type { PageHandle, SeenPage, ValueSource } from '../../../contract/steps.js';
import { letIn, members } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { ANSWER, type Bench, fieldNames, inputOf, testPages } from './harness.js';
import { onFlow } from './on-flow.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { username: 'ada', password: 'of the item', company_id: 'canary-co-4711' };
const FORM = `<h1>Sign in</h1><form method="post" action="/login">
  <label>Company ID <input name="c"></label><label>User name <input name="u" autocomplete="username"></label>
  <label>Password <input type="password" name="p"></label><button>Sign in</button></form>`;

const site = (visit: Visit): Answer | undefined => {
  const { path, form } = visit;
  if (path === '/') return FORM;
  if (path === '/login' && form?.get('p') === VALUES.password) return letIn;
  return members(visit);
};

/** The vault has read this item from now on. */
function hold({ vault }: Bench): Extract<ItemReading, { kind: 'read' }> {
  const { domain } = vault.grant;
  const keys = Object.keys(VALUES).sort();
  const place = { id: 'op/v/i', keys, domain, exact: false };
  const whose = { id: place.id, name: place.id, domain, version: 0, sso_provider: null };
  for (const [key, value] of Object.entries(VALUES)) vault.stored.set(key, value);
  vault.grant = { ...vault.grant, credential: { ...whose, value_keys: keys, has_totp: false }, item: place };
  return { kind: 'read', place, use: 'matched', mark: 'v1', instead: null };
}

const stored = ({ fields }: SeenPage): Record<string, ValueSource> =>
  Object.fromEntries(fields.map(({ name }) => [name, { from: 'stored', key: name }]));

const choose = (b: Bench, page: PageHandle, seen: SeenPage, id: string, answer: typeof ANSWER | undefined = ANSWER) =>
  b.activities.chooseOption({
    ...b.ref,
    ...{ page, signature: seen.signature, choice: { sign_in_option: id } },
    ...(answer === undefined ? {} : { answer }),
  });

it('fills a form by the labels of its fields, and is read once that form is there', () =>
  onFlow(pages, site, async (b, { posts }) => {
    let reads = 0;
    b.vault.readItem = async () => {
      reads += 1;
      return hold(b);
    };
    const { page, outcome } = await b.open();
    expect(outcome).toMatchObject({ offered: { keys: Object.keys(VALUES).sort(), mark: 'v1', use: 'matched' } });
    const seen = inputOf(outcome);
    expect(fieldNames(seen)).toEqual(['company_id', 'username', 'password']);
    expect(JSON.stringify(outcome)).not.toMatch(/canary|of the item/);
    await b.fill(page, seen, stored(seen));
    expect(posts.map(({ fields }) => fields)).toEqual([
      { c: VALUES.company_id, u: VALUES.username, p: VALUES.password },
    ]);
    expect(await b.activities.saveSession({ ...b.ref, page })).toMatchObject({ kind: 'saved' });
    // The next login finds the session of this one, and needs no value.
    expect((await b.open()).outcome.kind).toBe('authenticated');
    expect(reads).toBe(1);
  }));

it('is asked about where several fit: nothing is filled before, and the choice counts', () =>
  onFlow(pages, site, async (b, { posts }) => {
    const choices = [
      { id: 'item-a', path: 'Team/Ada', account: 'a***@example.com' },
      { id: 'item-b', path: 'Team/Bob', account: null },
    ];
    let chosen: string | null = null;
    b.vault.readItem = async () => (chosen === null ? { kind: 'ambiguous', choices } : hold(b));
    b.vault.chooseItem = async ({ choice, entitlement }) => {
      if (entitlement === undefined) return 'not_entitled';
      chosen = 'sign_in_option' in choice ? choice.sign_in_option : null;
      return 'chosen';
    };
    const { page, outcome } = await b.open();
    const asked = inputOf(outcome);
    expect(asked).toMatchObject({ fields: [], sso_buttons: [], mfa_options: [] });
    expect(asked.sign_in_options).toMatchObject([
      {
        id: 'item-a',
        label: 'Team/Ada (a***@example.com)',
        description: expect.stringContaining(b.vault.grant.domain),
      },
      { id: 'item-b', label: 'Team/Bob', description: null },
      { id: NO_ITEM, label: 'None of these' },
    ]);
    expect(asked.sign_in_options.every(({ id }) => isItemChoice(id))).toBe(true);
    // As often as the page is looked at.
    const again = inputOf(await b.activities.lookAtPage({ ...b.ref, page }));
    expect(again.signature).toBe(asked.signature);
    expect(await choose(b, page, asked, 'item-b', { question: 1, kid: 'k' })).toEqual({
      kind: 'not_entitled',
      fields: [],
    });
    const sealed = await b.sealed.lookAtPage({ ...b.ref, page });
    expect(JSON.stringify(sealed)).not.toMatch(/Ada|example\.com \(/);
    const seen = inputOf(await choose(b, page, asked, 'item-b'));
    expect(chosen).toBe('item-b');
    expect(fieldNames(seen)).toEqual(['company_id', 'username', 'password']);
    await b.fill(page, seen, stored(seen));
    expect(posts).toHaveLength(1);
  }));

it('is done without where none of them is right, or its provider is away', () =>
  onFlow(pages, site, async (b) => {
    let reading: ItemReading = { kind: 'ambiguous', choices: [{ id: 'item-a', path: 'Team/Ada', account: null }] };
    b.vault.readItem = async () => reading;
    b.vault.chooseItem = async () => 'chosen';
    const { page, outcome } = await b.open();
    reading = { kind: 'none' };
    const seen = await choose(b, page, inputOf(outcome), NO_ITEM);
    expect(fieldNames(inputOf(seen))).toHaveLength(3);
    expect(seen).not.toHaveProperty('offered');
    await b.activities.closePage({ ...b.ref, page });
    reading = { kind: 'trouble', code: 'provider_unavailable', until: null };
    expect((await b.open()).outcome).toMatchObject({ kind: 'input', item_trouble: 'provider_unavailable' });
  }));
