/** A shop whose login is at a provider that asks for consent: what it asks for can change between two logins. */
import type { Pages } from '../../activities/browser/index.js';
import type { FillResult, GivenAnswer, Outcome, PageHandle, SeenPage } from '../../contract/steps.js';
import { ANSWER, type Bench, bench, inputOf, QUICK } from '../engine/login/harness.js';
import { type ConsentPage, SIGN_IN, serveConsentProvider } from '../sites/flows/consent-provider.js';
import { letIn, members } from '../sites/flows/members.js';
import { type FlowSite, serveFlow } from '../sites/flows/serve.js';

export const VALUES = { email: 'me@example.com', password: 'a good passphrase' };
export const SIGNS_IN = 'openid profile email';

export interface Run {
  readonly b: Bench;
  readonly shop: FlowSite;
  readonly provider: FlowSite;
  /** Opens the login, and gives the provider its password where it asks for one. */
  logIn(): Promise<{ readonly page: PageHandle; readonly outcome: FillResult | Outcome }>;
  choose(page: PageHandle, seen: SeenPage, option: string | undefined, answer?: GivenAnswer): Promise<unknown>;
}

export interface Asks {
  readonly scope?: string;
  readonly page?: ConsentPage;
  readonly redirect?: string;
  /** Further parameters of the request. */
  readonly more?: (shop: string) => Record<string, string>;
}

export async function onShop(pages: Pages, asks: Asks | (() => Asks), run: (run: Run) => Promise<void>): Promise<void> {
  const now = (): Asks => (typeof asks === 'function' ? asks() : asks);
  let authorize = '';
  const shop = await serveFlow((visit) => {
    if (visit.path === '/') return { to: authorize };
    return visit.query.get('ticket') === 'good' ? letIn : members(visit);
  });
  const provider = await serveConsentProvider(() => now().page ?? SIGN_IN);
  const request = (): string => {
    const { scope = SIGNS_IN, redirect = `${shop.origin}/callback`, more } = now();
    const params = more?.(shop.origin) ?? { client_id: 'shop', response_type: 'code', scope, redirect_uri: redirect };
    return `${provider.origin}/authorize?${new URLSearchParams(params)}`;
  };
  const b = bench(pages, shop.host, { login: { timeouts: QUICK } });
  b.vault.grant = { ...b.vault.grant, allowed_domains: [provider.host] };
  try {
    await run({
      b,
      shop,
      provider,
      async logIn() {
        authorize = request();
        b.vault.checkpoint = null;
        const { page, outcome } = await b.open();
        const isForm = outcome.kind === 'input' && outcome.page.fields.length > 0;
        return { page, outcome: isForm ? await b.fill(page, inputOf(outcome), VALUES) : outcome };
      },
      choose: (page, { signature }, option = '', answer = ANSWER) =>
        b.activities.chooseOption({ ...b.ref, page, signature, choice: { sign_in_option: option }, answer }),
    });
  } finally {
    await Promise.all([shop.stop(), provider.stop()]);
    b.clean();
  }
}

export const optionsOf = (outcome: FillResult | Outcome): readonly string[] =>
  inputOf(outcome).sign_in_options.map(({ id }) => id);
export const consents = ({ provider }: Run) => provider.posts.filter(({ path }) => path === '/consent');
export const close = ({ b }: Run, page: PageHandle): Promise<void> => b.activities.closePage({ ...b.ref, page });
