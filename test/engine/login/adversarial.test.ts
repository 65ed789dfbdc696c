import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import type { FillResult, Outcome, PageHandle, SeenPage } from '../../../contract/steps.js';
import { serveTrap } from '../../sites/adversarial/server.js';
import { form, type Trap } from '../../sites/adversarial/trap.js';
import { TRAPS } from '../../sites/adversarial/traps.js';
import { variant, variants } from '../../support/variants.js';
import { type Bench, bench, QUICK, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

/** Fills whatever is asked for, as long as something is. */
async function fillAll(b: Bench, page: PageHandle, first: Outcome, value: (field: string) => string) {
  let outcome: FillResult = first;
  for (let n = 0; n < 3 && outcome.kind === 'input' && outcome.page.fields.length > 0; n++) {
    const seen: SeenPage = outcome.page;
    outcome = await b.fill(page, seen, Object.fromEntries(seen.fields.map(({ name }) => [name, value(name)])));
    if (outcome.kind === 'changed') outcome = outcome.outcome;
  }
  return outcome;
}

async function run(trap: Trap, allowed: readonly string[] = []) {
  const site = await serveTrap(trap);
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  b.vault.grant = { ...b.vault.grant, allowed_domains: [...allowed] };
  const canary = `Canary-${randomUUID()}`;
  const value = (field: string): string => (field === 'email' ? `${canary}@example.com` : canary);
  const sprung = trap.springs === undefined ? null : site.asked(trap.springs);
  try {
    const { page, outcome } = await b.open();
    await sprung;
    const end = await fillAll(b, page, outcome, value);
    await b.activities.closePage({ ...b.ref, page });
    const holds = (texts: readonly string[]): string[] => texts.filter((text) => text.includes(canary));
    return { end, caught: holds(site.caught()), received: holds(site.received()) };
  } finally {
    await site.stop();
    b.clean();
  }
}

it('an honest form on the same site is filled and sent', async () => {
  const { received, caught } = await run({ name: 'honest', own: () => ({ '/': form() }) });
  expect(received).toHaveLength(1);
  expect(caught).toEqual([]);
});

it('a form of a trap is caught when it is filled', async () => {
  const { caught } = await run({ name: 'caught', own: () => ({ '/': `<div data-trap>${form()}</div>` }) });
  expect(caught.length).toBeGreaterThan(0);
});

describe('a form in a frame of another site', () => {
  const framed = TRAPS.find(({ name }) => name === 'the form stands in a frame of another site')!;

  it('is filled where the agent may use that site as well', async () => {
    const { caught } = await run(framed, ['127.0.0.1']);
    expect(caught.some((text) => text.includes('password='))).toBe(true);
  });

  variant('is named where it may not', async () => {
    const { end } = await run(framed, ['example.com']);
    expect(end).toMatchObject({
      code: 'domain_not_allowed',
      details: { host: expect.stringMatching(/^127\.0\.0\.1:/), how: 'form', add: 'allowed_domains' },
    });
  });

  variant('is no login where it asks for something else', async () => {
    const other = () => ({
      '/login': '<form><label>Your e-mail <input type="email"></label><button>Subscribe</button></form>',
    });
    const { end } = await run({ ...framed, other });
    expect(end).toMatchObject({ kind: 'failed', code: 'login_form_not_found' });
  });
});

describe('nothing is typed where it does not belong', () => {
  it.each(variants(9, TRAPS))('$name', async (trap) => {
    const { end, caught } = await run(trap);
    expect(caught).toEqual([]);
    if (trap.code !== undefined) expect(end).toMatchObject({ kind: 'failed', code: trap.code });
    if (trap.hostless) expect(end).not.toHaveProperty('details');
    else if (trap.code === 'domain_not_allowed')
      expect(end).toMatchObject({
        details: { host: expect.stringMatching(/./), add: expect.stringMatching(/^(send_to|allowed_domains)$/) },
      });
  });
});
