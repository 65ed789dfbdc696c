import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PageLost, type Pages } from '../../../activities/browser/index.js';
import type { LoginRef, PageHandle, SeenPage } from '../../../contract/steps.js';
import { SAMPLE_USER, startSampleSite } from '../../sites/sample.js';
import { variants } from '../../support/variants.js';
import { ANSWER, type Bench, bench, fieldNames, inputOf, testPages } from './harness.js';

/**
 * The handle of a page stands in the history of its login. Somebody who read it there has the steps of another login done on it: the
 * stored password of a bank would be typed at whatever site the page shows.
 */
const BANK: LoginRef = { invocation_id: 'inv_of_the_bank_0001', auth_agent_id: 'agent_bank.example_me' };

type Attack = (b: Bench, as: LoginRef, page: PageHandle, seen: SeenPage) => Promise<unknown>;
const fill: (from: 'stored' | 'given') => Attack = (from) => (b, as, page, seen) => {
  const value = from === 'stored' ? ({ from, key: 'password' } as const) : SAMPLE_USER.password;
  const step = b.step(page, seen, { email: value });
  return b.activities.fillFields({ ...step, ...as, attempt_id: `${as.invocation_id}:1:1` });
};
const ATTACKS: [string, Attack][] = [
  ['a stored value typed', fill('stored')],
  ['a value that a person gave typed', fill('given')],
  [
    'a button pressed',
    (b, as, page, { signature }) =>
      b.activities.chooseOption({ ...as, page, signature, choice: { sso_button: 'google' }, answer: ANSWER }),
  ],
  ['the page looked at', (b, as, page) => b.activities.lookAtPage({ ...as, page })],
  ['its session saved', (b, as, page) => b.activities.saveSession({ ...as, page })],
];

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

async function onOpenPage(run: (b: Bench, page: PageHandle, seen: SeenPage) => Promise<void>): Promise<void> {
  const site = await startSampleSite({ seed: 7, sessionSeconds: 600 });
  const b = bench(pages, site.host, { stored: { password: SAMPLE_USER.password } });
  try {
    const { page, outcome } = await b.open();
    await run(b, page, inputOf(outcome));
    expect(site.counts()).toMatchObject({ identifierSubmits: 0, passwordSubmits: 0 });
    await b.activities.closePage({ ...b.ref, page });
  } finally {
    b.clean();
    await site.stop();
  }
}

describe.each<[string, (own: LoginRef) => LoginRef]>(
  variants(2, [
    ['another login of the same agent', (own) => ({ ...own, invocation_id: BANK.invocation_id })],
    ['the same login under the name of another agent', (own) => ({ ...own, auth_agent_id: BANK.auth_agent_id })],
    ['another login', () => BANK],
  ] as const),
)('on the page of a login, for %s', (_, other) => {
  it('no step is taken, and none says more than that there is no such page', () =>
    onOpenPage(async (b, page, seen) => {
      for (const [what, attack] of ATTACKS) {
        const refused = await attack(b, other(b.ref), page, seen).catch((error: unknown) => error);
        expect(refused, what).toBeInstanceOf(PageLost);
      }
      expect(b.vault.attempts.size).toBe(0);
      expect(b.vault.saved).toEqual([]);
    }));

  it('it is not closed', () =>
    onOpenPage(async (b, page, seen) => {
      await b.activities.closePage({ ...other(b.ref), page });
      expect(fieldNames(inputOf(await b.activities.lookAtPage({ ...b.ref, page })))).toEqual(fieldNames(seen));
    }));
});

it('a step that waits for an external action is not disturbed by somebody who names its page', () =>
  onOpenPage(async (b, page) => {
    let told = false;
    const step = pages.use(page.page_id, async (_, awaited) => {
      await b.activities.lookAtPage({ ...BANK, page }).catch(() => undefined);
      told = awaited.aborted;
    });
    await step;
    expect(told).toBe(false);
  }));
