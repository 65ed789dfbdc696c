/** Signing in is not consent: what an application gets beyond who the user is, a person decides. */

import { siteAt } from '../../../contract/address/site.js';
import type { SignInOption } from '../../../contract/index.js';
import type { ChooseStep } from '../../../contract/steps.js';
import type { AuthorizationRequest, Consent } from '../../vault/types.js';
import { isAtProvider, isSamePlace } from '../fill/origin.js';
import type { Login } from '../login.js';
import type { PageView, ViewBox, ViewButton } from '../page-world/view.js';
import { UNREADABLE } from '../read/authorization-request.js';
import { asksForLogin, formToFill } from '../read/seen-page.js';
import { isAgreed, nameOfWords } from './agreed.js';
import { boxesToAsk, consentBy } from './boxes.js';

/** Scopes that say who the user is, and no more (OpenID Connect Core 1.0 section 5.4), and what some providers call the same. */
const IDENTITY: ReadonlySet<string> = new Set([
  ...['openid', 'profile', 'email', 'public_profile', 'user:email', 'r_liteprofile', 'r_emailaddress'],
  ...['https://www.googleapis.com/auth/userinfo.profile', 'https://www.googleapis.com/auth/userinfo.email'],
]);
/** An origin as Google's own script writes it: `storagerelay://https/shop.example?id=...`. */
const RELAYED = /^storagerelay:\/\/(https?)\/([^/?#]+)/;
const MAX_DESCRIPTION = 300;

const consentButton = ({ buttons }: PageView): ViewButton | undefined => buttons.find(({ kind }) => kind === 'consent');

/** Whether the answer goes to a place of the login that is not the provider's own. */
function leadsHome({ grant, mayTypeAt }: Login, redirect: string | null): boolean {
  if (redirect === null) return false;
  const address = redirect.replace(RELAYED, '$1://$2/');
  return mayTypeAt(address) === null && !isAtProvider(grant, address);
}

const isSigningIn = (login: Login, { scopes, redirect }: AuthorizationRequest): boolean =>
  scopes.every((scope) => IDENTITY.has(scope)) && leadsHome(login, redirect);

/** What was asked of the provider that shows its page now. */
const requestsHere = ({ asked, grant, live }: Login): AuthorizationRequest[] =>
  asked.all.filter(({ site }) => isSamePlace(grant, site, live.page.url()));

/** Stands for what a page lists in words of its own. */
const scopeOf = (words: string): string => `(${nameOfWords(words)})`;

/** What a page asks for: what the requests say that led to it, and what it says itself. */
function consentsOf(login: Login, view: PageView): Consent[] {
  const site = siteAt(login.live.page.url());
  const listed = [...view.permissions.map((permission) => `(${permission})`), ...view.listed.map(scopeOf)];
  const requests = requestsHere(login);
  const unknown = { client: '', scopes: [UNREADABLE] };
  return (requests.length > 0 ? requests : [unknown]).map(({ client, scopes }) => ({
    site,
    client,
    scopes: [...new Set([...scopes, ...listed])].sort(),
  }));
}

/** Whether a page itself lists more than who the user is. */
const listsMore = ({ permissions, listed }: PageView): boolean => permissions.length + listed.length > 0;

/** Whether a page that asks for consent is answered without a person: it is about signing in here, or somebody agreed to it before. */
export function needsNobody(login: Login, view: PageView): boolean {
  const requests = requestsHere(login);
  const signsIn = requests.length > 0 && requests.every((request) => isSigningIn(login, request));
  return (signsIn && !listsMore(view)) || consentsOf(login, view).every((one) => isAgreed(login, one));
}

const isPastSubmit = ({ knownTo, submitted }: Login): boolean => knownTo || submitted !== null;

/** Whether to send the form of the login would allow more than to sign in, as far as anything says so: many a button of a second factor says "Authorize". */
const isWideForm = (login: Login, view: PageView): boolean =>
  view.allowsByForm && (listsMore(view) || requestsHere(login).some((request) => !isSigningIn(login, request)));

/** What a person is asked, on a page that they have to decide about. */
export interface ConsentQuestion {
  /** What allows it; null where that is the button of the login's own form, which is not sent before. */
  readonly allow: ViewButton | null;
  /** What is ticked then, before the form is sent. */
  readonly boxes: readonly ViewBox[];
  readonly consents: readonly Consent[];
  /** What the page lists, in its own words. */
  readonly listed: readonly string[];
  /** Ids of the two answers. They name what is asked, so that an answer counts for nothing else. */
  readonly ids: { readonly allow: string; readonly deny: string };
}

/** The question of a page; null where it asks for no consent, or for none that a person has to give. */
export function consentQuestion(login: Login, view: PageView): ConsentQuestion | null {
  if (login.mayTypeAt(login.live.page.url()) !== null) return null;
  return applicationQuestion(login, view) ?? boxQuestion(login, view);
}

/** What a person agrees to by ticking boxes of the login's form. */
function boxQuestion(login: Login, view: PageView): ConsentQuestion | null {
  const form = formToFill(view);
  const boxes = form === null ? [] : boxesToAsk(login, form);
  if (boxes.length === 0) return null;
  const consents = boxes.map((box) => consentBy(login, box));
  return { allow: null, boxes, consents, listed: [], ids: idsOf(consents) };
}

function applicationQuestion(login: Login, view: PageView): ConsentQuestion | null {
  const allow = asksForLogin(view) ? null : consentButton(view);
  const isAsked = allow === null ? isWideForm(login, view) : allow !== undefined && isPastSubmit(login);
  if (allow === undefined || !isAsked || needsNobody(login, view)) return null;
  const consents = consentsOf(login, view);
  return { allow, boxes: [], consents, listed: view.listed, ids: idsOf(consents) };
}

function idsOf(consents: readonly Consent[]): ConsentQuestion['ids'] {
  const name = nameOfWords(JSON.stringify(consents));
  return { allow: `allow-${name}`, deny: `deny-${name}` };
}

/** The two answers, as a person chooses between them. */
export function consentOptions({ scrub }: Login, question: ConsentQuestion): SignInOption[] {
  const { allow, boxes, ids } = question;
  const deny = { id: ids.deny, label: 'Deny', description: null };
  const labels = boxes.map(({ label }) => label).join(' · ');
  if (boxes.length > 0) return [{ id: ids.allow, label: scrub.text(labels), description: null }, deny];
  return [
    {
      id: ids.allow,
      label: scrub.text(allow?.label ?? 'Allow'),
      description: scrub.text(saidOf(question)).slice(0, MAX_DESCRIPTION),
    },
    deny,
  ];
}

function saidOf({ consents, listed }: ConsentQuestion): string {
  const names = listed.map(scopeOf);
  const named = consents.map(({ client, scopes }) => {
    const said = [...scopes.filter((scope) => !names.includes(scope)), ...listed];
    return `${client}: ${said.join(', ')}`;
  });
  return named.join('; ');
}

/** How a choice answers the question; null for a choice of something else. */
export function consentAnswer({ ids }: ConsentQuestion, choice: ChooseStep['choice']): 'allow' | 'deny' | null {
  if (!('sign_in_option' in choice)) return null;
  if (choice.sign_in_option === ids.allow) return 'allow';
  return choice.sign_in_option === ids.deny ? 'deny' : null;
}
