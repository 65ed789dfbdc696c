import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { codePage, letIn, members, PASSWORD_PAGE } from '../../sites/flows/members.js';
import type { Answer, Visit } from '../../sites/flows/serve.js';
import { variants } from '../../support/variants.js';
import { fieldNames, inputOf, testPages } from './harness.js';
import { onFlow, TOTP_SECRET } from './on-flow.js';
import { totpAt } from './totp.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
const TOTP = { from: 'totp' } as const;

/** A site that asks for a password and then for a code. */
const asking =
  (page: string) =>
  (visit: Visit): Answer | undefined => {
    if (visit.path === '/') return PASSWORD_PAGE;
    if (visit.path === '/password') return page;
    return visit.path === '/code' ? letIn : members(visit);
  };

describe.each(variants(0, ['where a code comes from']))('%s', () => {
  it.each(
    variants(0, [
      ['email', 'Check your inbox', 'We emailed a code to m•••@example.com. It is good for ten minutes.'],
      ['totp', 'Two-step verification', 'Enter the code from your authenticator app.'],
      ['sms', 'Check your phone', 'We sent a code by text message to •••• 12.'],
      ['sent', 'Two-factor authentication', 'We have sent you a 6-digit code.'],
      ['unknown', 'Two-factor authentication', 'Enter your 6-digit code.'],
    ]),
  )('%s', (from, heading, words) =>
    onFlow(pages, asking(codePage(heading, words)), async (b) => {
      const { page, outcome } = await b.open();
      const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
      expect(asked.fields).toMatchObject([{ role: 'code', code_from: from }]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );
});

describe('fields of a code', () => {
  const input = '<input id="x1" name="x1" maxlength="8"><button>Go</button>';
  it.each(
    variants(0, [
      [
        'that no word but the heading speaks of',
        `<h1>Two-factor authentication</h1><form method="post" action="/code">${input}</form>`,
      ],
      [
        'with eight digits',
        `<h1>Verification</h1><form method="post" action="/code"><label for="t">8-digit code</label>
        <input id="t" name="t" inputmode="numeric" pattern="[0-9]{8}" maxlength="8"><button>Verify</button></form>`,
      ],
    ]),
  )('%s', (_, body) =>
    onFlow(pages, asking(body), async (b, { posts }) => {
      const { page, outcome } = await b.open();
      const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
      expect(asked.fields.map(({ role }) => role)).toEqual(['code']);
      const code = fieldNames(asked)[0] as string;
      expect(await b.fill(page, asked, { [code]: '94287082' })).toMatchObject({ kind: 'authenticated' });
      expect(Object.values(posts[1]?.fields ?? {})).toEqual(['94287082']);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('that appears under the form, still filled', () =>
    onFlow(
      pages,
      (visit) => {
        if (visit.path !== '/') return visit.path === '/code' ? letIn : members(visit);
        return `<h1>Sign in</h1><form id="f" onsubmit="if (extra.hidden) { event.preventDefault(); setTimeout(() => { extra.hidden = false; }, 100); }"
          method="post" action="/code"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username">
          <label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">
          <div id="extra" hidden><label for="otp">Two-factor code from your app</label>
          <input id="otp" name="otp" inputmode="numeric" maxlength="6" autocomplete="one-time-code"></div><button>Sign in</button></form>`;
      },
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
        const code = asked.fields.find(({ role }) => role === 'code');
        expect(code).toBeDefined();
        const values = asked.fields.map(({ name, role }): [string, string | typeof TOTP] => [
          name,
          role === 'code' ? TOTP : VALUES[name as keyof typeof VALUES],
        ]);
        expect(await b.fill(page, asked, Object.fromEntries(values))).toMatchObject({ kind: 'authenticated' });
        expect(posts).toMatchObject([{ fields: { ...VALUES, otp: expect.stringMatching(/^\d{6}$/) } }]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));
});

describe('the clock of the site', () => {
  it.each(
    variants(1, [
      ['ahead', 600_000],
      ['behind', -600_000],
    ]),
  )('is followed where it is %s', (_, skew) => {
    const clock = (): number => Date.now() + skew;
    return onFlow(
      pages,
      (visit) => {
        if (visit.path === '/code') {
          // As forgiving as RFC 6238 section 5.2 recommends: one step late, none early.
          const good = [0, 30_000].map((late) => totpAt(TOTP_SECRET, clock() - late));
          return good.includes(visit.form?.get('code') ?? '') ? letIn : { to: '/wrong' };
        }
        return asking(codePage('Two-step verification', 'Enter the code from your authenticator app.'))(visit);
      },
      async (b) => {
        const { page, outcome } = await b.open();
        const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
        const done = await b.fill(page, asked, { [fieldNames(asked)[0] as string]: TOTP });
        expect(done).toMatchObject({ kind: 'authenticated', url: expect.stringContaining('/members') });
        await b.activities.closePage({ ...b.ref, page });
      },
      { clock },
    );
  });

  it.each(
    variants(1, [
      ['ten minutes and six seconds ahead', 606_000],
      ['half an hour off', 1_800_000],
      ['an hour old', -3_600_000],
    ]),
  )('is not believed where it is %s', (_, skew) =>
    onFlow(
      pages,
      asking(codePage('Two-step verification', 'Enter the code from your authenticator app.')),
      async (b, { posts }) => {
        const { page, outcome } = await b.open();
        const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
        const before = Date.now();
        await b.fill(page, asked, { [fieldNames(asked)[0] as string]: TOTP });
        const ours = [before, Date.now()].map((now) => totpAt(TOTP_SECRET, now));
        expect(ours).toContain(Object.values(posts[1]?.fields ?? {})[0]);
        await b.activities.closePage({ ...b.ref, page });
      },
      { clock: () => Date.now() + skew },
    ),
  );

  it('may be that of a cache in front of it: a refused code is made once more by our clock', () =>
    onFlow(
      pages,
      (visit) => {
        const page = codePage('Two-step verification', 'Enter the code from your authenticator app.');
        if (visit.path !== '/code') return asking(page)(visit);
        const good = [0, 30_000].map((late) => totpAt(TOTP_SECRET, Date.now() - late));
        return good.includes(visit.form?.get('code') ?? '') ? letIn : `<p role="alert">That code is wrong.</p>${page}`;
      },
      async (b) => {
        const { page, outcome } = await b.open();
        const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
        const code = fieldNames(asked)[0] as string;
        const refused = await b.fill(page, asked, { [code]: TOTP });
        if (refused.kind !== 'refused' || refused.page === null) throw new Error(`${refused.kind} at once`);
        expect(await b.fill(page, refused.page, { [code]: TOTP })).toMatchObject({ kind: 'authenticated' });
        await b.activities.closePage({ ...b.ref, page });
      },
      { clock: () => Date.now() - 300_000 },
    ));

  it('decides until when a code is waited for, told by ours', () =>
    onFlow(
      pages,
      asking(codePage('Two-step verification', 'Enter the code from your authenticator app.')),
      async (b) => {
        const { page, outcome } = await b.open();
        const asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
        const now = Date.now();
        b.vault.waitUntil = now + 600_000 + 20_000;
        const waits = await b.fill(page, asked, { [fieldNames(asked)[0] as string]: TOTP });
        const at = Date.parse((waits as { at: string }).at);
        // The Date header has whole seconds.
        expect(at).toBeGreaterThan(now + 15_000);
        expect(at).toBeLessThan(now + 25_000);
        await b.activities.closePage({ ...b.ref, page });
      },
      { clock: () => Date.now() + 600_000 },
    ));
});

describe('a code that the site refuses', () => {
  it('is told as refused, and the next one is taken', () => {
    let tries = 0;
    const page = codePage('Two-step verification', 'Enter the code from your authenticator app.');
    return onFlow(
      pages,
      (visit) => {
        if (visit.path === '/') return PASSWORD_PAGE;
        if (visit.path === '/password') return page;
        if (visit.path !== '/code') return members(visit);
        tries += 1;
        return tries > 1 ? letIn : `<p role="alert">That code has expired.</p>${page}`;
      },
      async (b) => {
        const { page: handle, outcome } = await b.open();
        const asked = inputOf(await b.fill(handle, inputOf(outcome), VALUES));
        const code = fieldNames(asked)[0] as string;
        const refused = await b.fill(handle, asked, { [code]: TOTP });
        expect(refused).toMatchObject({ kind: 'refused', fields: [code], website_error: 'That code has expired.' });
        if (refused.kind !== 'refused' || refused.page === null) throw new Error('nowhere to try again');
        // Its step may be over by now: the one after it is not to begin here.
        b.vault.usedSteps.add(Math.max(...b.vault.usedSteps) + 1);
        expect(await b.fill(handle, refused.page, { [code]: TOTP })).toMatchObject({ kind: 'wait_until' });
        b.vault.usedSteps.clear();
        expect(await b.fill(handle, refused.page, { [code]: TOTP })).toMatchObject({ kind: 'authenticated' });
        expect(tries).toBe(2);
        await b.activities.closePage({ ...b.ref, page: handle });
      },
    );
  });
});

it('a code that is refused with the same words as the one before, and still stands in its field, is refused', () => {
  const again = codePage('Two-factor authentication', 'Enter your code.').replace('<input', '<input value="000000"');
  const refusing = (visit: Visit): Answer | undefined =>
    visit.path === '/code'
      ? `<p role="alert">Incorrect code.</p>${again}`
      : asking(codePage('Two-factor authentication', 'Enter your code.'))(visit);
  return onFlow(pages, refusing, async (b) => {
    const { page, outcome } = await b.open();
    let asked = inputOf(await b.fill(page, inputOf(outcome), VALUES));
    for (const code of ['000001', '000002']) {
      const result = await b.fill(page, asked, { code });
      expect(result).toMatchObject({ kind: 'refused', fields: ['code'], website_error: 'Incorrect code.' });
      if (result.kind !== 'refused' || result.page === null) throw new Error('nowhere to try again');
      asked = result.page;
    }
    await b.activities.closePage({ ...b.ref, page });
  });
});
