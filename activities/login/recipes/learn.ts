import { homeUrl } from '../../../contract/address/domain.js';
import type { FlowErrorCode } from '../../../contract/index.js';
import type { Recipe } from '../../../contract/recipes/recipe.js';
import type { LearnedRecipe } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { Scrubber } from '../evidence/scrub.js';
import type { Login } from '../login.js';
import { formToFill } from '../read/seen-page.js';
import { withoutQuery } from '../session/address.js';
import type { ProvedSession } from '../session/prove-session.js';
import { isKnownField } from './proposals-at.js';

/** A login page that needs more than this is not worth remembering. */
const MAX_LETTERS = 20_000;

/** Failures that don't put in doubt what was learned. */
const PASSES: ReadonlySet<FlowErrorCode> = new Set([
  'network_error',
  'proxy_unavailable',
  'website_error',
  'rate_limited',
  'captcha_blocked',
  'bot_detected',
  'account_locked',
  'login_not_allowed',
  'browser_error',
  'password_change_required',
  'enrollment_required',
  'session_elsewhere',
  'identity_check',
  'wrong_account',
]);

/** Whether a login that ended so may have ended by what it had learned. */
export const speaksAgainst = (code: FlowErrorCode): boolean => !PASSES.has(code);

/** Forgets what was learned, because it turned out wrong, for this login and later ones. */
export async function forget(context: LoginContext, { recipes, ref }: Login): Promise<void> {
  if (recipes.learned === null) return;
  recipes.forgetLearned();
  context.note({ stage: 'recipes', rule: 'recipe', reason: 'forgotten', facts: {} });
  await context.vault.forgetRecipe(ref.auth_agent_id);
}

/** Remembers the way of a login that led to a session. The session is saved already, so a failure here does no harm. */
export async function learn(context: LoginContext, login: Login, proved: ProvedSession): Promise<void> {
  const learned = learnedOf(login, proved);
  if (learned === null || JSON.stringify(learned) === JSON.stringify(login.recipes.learned)) return;
  context.note({ stage: 'recipes', rule: 'recipe', reason: 'learned', facts: {} });
  try {
    await context.vault.learnRecipe(login.ref.auth_agent_id, learned);
  } catch {
    // Also after an abort: the session is saved, and the step has to say so.
  }
}

function learnedOf({ recipes, route, grant, scrub }: Login, proved: ProvedSession): LearnedRecipe | null {
  if (route.start === null) return null;
  const known = recipes.learned;
  // An agent with a `login_url` needs no other way.
  const found =
    grant.login_url === null && isWholeAddress(route.start.address) ? withoutQuery(route.start.address) : null;
  const login_url = known === null ? unlessDeadEnd(found, route.deadEnds) : known.login_url;
  const behind = found === null ? null : behindLogin(route.start, proved);
  const session_url = known === null ? unlessDeadEnd(behind, route.deadEnds) : known.session_url;
  const learned = { login_url, session_url, recipes: merged(known?.recipes ?? [], route.filled) };
  return JSON.stringify(learned).length > MAX_LETTERS || repeatsValue(learned, scrub) ? null : learned;
}

/** Some sites write what was typed into addresses and attributes. */
function repeatsValue({ login_url, session_url, recipes }: LearnedRecipe, scrub: Scrubber): boolean {
  const pages = recipes.map(({ host, paths }) => homeUrl(host) + paths?.[0]?.slice(1));
  const addresses = [login_url, session_url, ...pages].filter((address) => address !== null);
  const texts = recipes.flatMap(({ forms }) =>
    forms.flatMap(({ fields, actions }) => [
      ...Object.keys(fields).filter((name) => !isKnownField(name)),
      ...Object.values(fields).flat(2),
      ...(actions?.submit ?? []),
    ]),
  );
  return (
    addresses.some((address) => scrub.url(address) !== address) ||
    texts.some((text) => text !== undefined && scrub.holdsValue(unescaped(text)))
  );
}

/** A selector as the page wrote what it names (CSS Syntax Module Level 3, section 4.3.7). */
const unescaped = (selector: string): string =>
  selector.replaceAll(/\\([0-9a-f]{1,6})\s?|\\(.)/gi, (_, code: string | undefined, char: string) =>
    code === undefined ? char : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)),
  );

const unlessDeadEnd = (address: string | null, deadEnds: readonly string[]): string | null =>
  address !== null && deadEnds.includes(address) ? null : address;

/** Whether the address leads to the same page without its query: all that one says is where to go after the login. */
function isWholeAddress(address: string): boolean {
  const { origin, hash, searchParams } = new URL(address);
  const leadsBack = (value: string): boolean =>
    value.startsWith('/') || (URL.canParse(value) && new URL(value).origin === origin);
  return hash === '' && [...searchParams.values()].every(leadsBack);
}

/** The address behind the login, if a stranger is led from there to the very form that this login began with. */
function behindLogin(
  start: { readonly address: string; readonly signature: string },
  proved: ProvedSession,
): string | null {
  const { address, stranger } = proved;
  const isSameForm =
    withoutQuery(stranger.url) === withoutQuery(start.address) &&
    isWholeAddress(stranger.url) &&
    formToFill(stranger.seen.view)?.signature === start.signature;
  return isSameForm ? address : null;
}

/** What was known, with what was filled this time. */
function merged(known: readonly Recipe[], filled: Login['route']['filled']): Recipe[] {
  const pages = new Map<string, Recipe>(known.map((recipe) => [`${recipe.host}${recipe.paths?.[0]}`, recipe]));
  for (const { address, form } of filled) {
    const { host, pathname } = new URL(address);
    const page = pages.get(host + pathname) ?? { host, paths: [pathname], forms: [] };
    const isNew = !page.forms.some((other) => JSON.stringify(other.fields) === JSON.stringify(form.fields));
    if (isNew) pages.set(host + pathname, { ...page, forms: [...page.forms, form] });
  }
  return [...pages.values()];
}
