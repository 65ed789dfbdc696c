import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../../activities/browser/index.js';
import { TIMEOUTS } from '../../../activities/login/index.js';
import { serveTrap } from '../../sites/adversarial/server.js';
import { form } from '../../sites/adversarial/trap.js';
import { variant } from '../../support/variants.js';
import { type Bench, bench, fieldNames, inputOf, testPages } from './harness.js';

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());

const QUICK = { ...TIMEOUTS, settleMs: 4_000, undecidedMs: 700 };

/** Runs a login against pages of one site. A form that is posted answers a page with a way out. */
async function on(documents: Record<string, string>, run: (b: Bench, received: readonly string[]) => Promise<void>) {
  const site = await serveTrap({ name: 'flow', own: () => documents });
  const b = bench(pages, site.host, { totpSecret: 'JBSWY3DPEHPK3PXP', login: { timeouts: QUICK } });
  try {
    await run(b, site.received());
  } finally {
    await site.stop();
    b.clean();
  }
}

const VALUES = { email: 'me@example.com', password: 'a good passphrase' };

describe('forms as sites build them', () => {
  it('a dialog behind a button on the home page', () =>
    on(
      {
        '/': `<h1>Shop</h1><button type="button" onclick="d.showModal()">Log in</button><dialog id="d">${form()}</dialog>`,
      },
      async (b, received) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(received).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('a button that waits for a key to be pressed', () =>
    on(
      {
        '/': `${form({ submit: '<button id="go" disabled>Sign in</button>' })}
          <script>addEventListener('keyup', () => { go.disabled = false; });</script>`,
      },
      async (b, received) => {
        const { page, outcome } = await b.open();
        expect(await b.fill(page, inputOf(outcome), VALUES)).toMatchObject({ kind: 'authenticated' });
        expect(received).toHaveLength(1);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('a passkey that is asked for first, with a password as the fallback', () =>
    on(
      {
        '/': `<div id="fallback" hidden>${form()}</div><script>
          navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } })
            .catch((error) => { if (error.name === 'NotAllowedError') fallback.hidden = false; });
        </script>`,
      },
      async (b) => {
        const { page, outcome } = await b.open();
        expect(fieldNames(inputOf(outcome))).toEqual(['email', 'password']);
        await b.activities.closePage({ ...b.ref, page });
      },
    ));

  it('an address that the browser itself refuses to send', () =>
    on({ '/': form() }, async (b, received) => {
      const { page, outcome } = await b.open();
      const result = await b.fill(page, inputOf(outcome), { ...VALUES, email: 'not-an-address' });
      expect(result).toMatchObject({ kind: 'refused', fields: ['email'] });
      expect(JSON.stringify(result)).not.toContain('not-an-address');
      expect(received).toEqual([]);
      await b.activities.closePage({ ...b.ref, page });
    }));
});

describe('one-time codes', () => {
  const boxes = (script: string): string => `<h1>Two-factor authentication</h1>
    <p>Enter the 6-digit code from your authenticator app.</p><form method="post" id="f">
    ${Array.from({ length: 6 }, (_, n) => `<input class="box" maxlength="1" inputmode="numeric" aria-label="Digit ${n + 1}" style="width:30px;display:inline-block">`).join('')}
    <input type="hidden" name="code" id="code"><button>Verify</button></form>
    <script>
      const boxes = [...document.querySelectorAll('.box')];
      const join = () => { code.value = boxes.map((box) => box.value).join(''); };
      boxes.forEach((box, n) => box.addEventListener('input', () => { join(); boxes[n + 1]?.focus(); ${script} }));
    </script>`;

  it('go into six boxes that pass the focus on', () =>
    on({ '/': boxes('') }, async (b, received) => {
      const { page, outcome } = await b.open();
      const [field] = fieldNames(inputOf(outcome));
      expect(await b.fill(page, inputOf(outcome), { [field as string]: { from: 'totp' } })).toMatchObject({
        kind: 'authenticated',
      });
      expect(received).toEqual([expect.stringMatching(/^code=\d{6}$/)]);
      await b.activities.closePage({ ...b.ref, page });
    }));

  it('are sent once where the last digit sends them', () =>
    on({ '/': boxes('if (code.value.length === 6) f.submit();') }, async (b, received) => {
      const { page, outcome } = await b.open();
      const [field] = fieldNames(inputOf(outcome));
      expect(await b.fill(page, inputOf(outcome), { [field as string]: { from: 'totp' } })).toMatchObject({
        kind: 'authenticated',
      });
      expect(received).toEqual([expect.stringMatching(/^code=\d{6}$/)]);
      await b.activities.closePage({ ...b.ref, page });
    }));

  variant('are sent once where a single field sends them', () =>
    on(
      {
        '/': `<h1>Two-factor authentication</h1><form method="post" id="f"><label for="code">Authentication code</label>
          <input id="code" name="code" inputmode="numeric" maxlength="6" autocomplete="one-time-code"><button>Verify</button></form>
          <script>code.addEventListener('input', () => { if (code.value.length === 6) f.submit(); });</script>`,
      },
      async (b, received) => {
        const { page, outcome } = await b.open();
        const [field] = fieldNames(inputOf(outcome));
        expect(await b.fill(page, inputOf(outcome), { [field as string]: { from: 'totp' } })).toMatchObject({
          kind: 'authenticated',
        });
        expect(received).toEqual([expect.stringMatching(/^code=\d{6}$/)]);
        await b.activities.closePage({ ...b.ref, page });
      },
    ),
  );
});
