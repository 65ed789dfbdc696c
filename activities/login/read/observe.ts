import type { Page } from 'playwright-core';
import type { LoginRef } from '../../../contract/steps.js';
import { asTrouble, PageLost, PageTrouble } from '../../browser/index.js';
import type { Consent, Grant } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import type { FieldNames } from '../evidence/field-names.js';
import { isNamedSite } from '../fill/origin.js';
import { isAgreed } from '../open/agreed.js';
import { insideAt } from '../open/inside.js';
import type { Look } from '../page-world/agent.js';
import type { PageView } from '../page-world/view.js';
import type { SiteRecipes } from '../recipes/site-recipes.js';
import { afterPassword, type Sent, withUnknownNames } from './after-password.js';
import { withoutBeside } from './beside.js';
import { type Known, readWith, withFrames } from './discover.js';
import { withChosenForm } from './form-choice.js';
import { addressOf } from './frame-at.js';
import { inFront } from './in-front.js';
import type { NetworkWatch } from './network-watch.js';
import type { Carried, Observation } from './observation.js';
import { withoutOtherTasks } from './other-task.js';
import { settle } from './settle.js';

/** What a login knows about the forms of its site besides what the page shows. */
export interface Told {
  readonly recipes: SiteRecipes;
  /** What the login may do; null where nothing is typed. */
  readonly grant: Grant | null;
  /** The form that a person chose where the page leaves it open which one is the login; see `formId`. */
  readonly chosenForm: string | null;
  /** The words of a page that the site's own links lead back to. */
  readonly held: string | null;
  /** The words of a page that was reached past another one. */
  readonly past: string | null;
  /** What people said and allowed, for this agent. */
  readonly agreed: readonly Consent[];
  /** The words of what lies over a form and asks something; see `inFront`. */
  readonly overForm: string | null;
  readonly names: Pick<FieldNames, 'apply'>;
  /** What was sent last; null before anything was. */
  readonly submitted: { readonly submission: Sent; readonly before: Pick<Observation, 'view'> } | null;
  /** Shapes of the forms that a secret was sent from. */
  readonly sentForms: ReadonlySet<string>;
  /** What stood beside the forms of this login. */
  readonly besideForms: ReadonlySet<string>;
  readonly ref: LoginRef;
}

/** How often a page may go elsewhere while it is looked at. */
const MAX_TRIES = 4;

/**
 * Looks at the document that the page has arrived at.
 * @param told what is known of the page's forms apart from what they look like
 * @param first what was seen of it just now, if anything
 * @throws PageTrouble `network_error` when the page waits for a document that does not come, `website_error` when it goes in circles
 */
export async function observe(
  context: LoginContext,
  page: Page,
  network: NetworkWatch,
  told: Told,
  first: Look | null = null,
): Promise<Observation> {
  for (let tries = 1; ; tries++) {
    const seen = tries === 1 && !network.navigating ? first : null;
    if (network.navigating) await settle(context, page, network, context.timeouts.openMs);
    if (network.circling) throw new PageTrouble('website_error', 'redirects_in_circle');
    if (network.navigating) throw new PageTrouble('network_error', 'timed_out');
    try {
      return await read(context, page, network, told, seen ?? (await context.race(lookAt(page, told))));
    } catch (error) {
      if (context.signal.aborted || tries === MAX_TRIES || asTrouble(error) instanceof PageLost) throw error;
    }
  }
}

/** What of it is known before the page is read. */
export const knownOf = ({ recipes, besideForms, grant }: Pick<Told, 'recipes' | 'besideForms' | 'grant'>): Known => ({
  proposals: recipes.proposals,
  everybody: besideForms,
  isNamed: (address) => grant !== null && isNamedSite(grant, address),
});

const lookAt = (page: Page, told: Told): Promise<Look> =>
  readWith(page.mainFrame(), knownOf(told), (document, reading) => document.ask('look', reading));

async function read(
  context: LoginContext,
  page: Page,
  network: NetworkWatch,
  told: Told,
  look: Look,
): Promise<Observation> {
  const { passwordShown, text, alive } = look;
  const [seen, carried] = await context.race(
    Promise.all([withFrames(page, look.view, knownOf(told)), carriedBy(page, look)]),
  );
  const {
    mainStatus: status,
    turnedDown,
    answer,
    mayHaveSent,
    sentEmpty,
    paths,
    dialogs,
    asksBrowser,
    answered,
  } = network;
  const { submission = null, before = null } = told.submitted ?? {};
  const login = before?.view ?? null;
  const own = withoutOtherTasks(withoutBeside(seen, told.besideForms), told.sentForms, login);
  const asked = withUnknownNames(afterPassword(own, submission, login), told.sentForms);
  const chosen = withChosenForm(asked, told.chosenForm);
  const whole = chosen === asked ? told.recipes.prefer(asked, (form) => addressOf(page, form)) : chosen;
  const shown = inFront(whole, told.overForm);
  const view = { ...shown, known: knownAs(shown, told) };
  await told.names.apply(view, (slugs) => context.vault.nameFields(told.ref, slugs));
  const marks = sessionMarks(carried, look);
  const lines = linesOf(text);
  const boxes = dialogs.said;
  return {
    view,
    status,
    turnedDown,
    answer,
    mayHaveSent,
    sentEmpty,
    paths,
    boxes,
    marks,
    carried,
    passwordShown: passwordShown && shown === whole,
    lines,
    asksBrowser,
    drawn: new Set(look.drawn),
    answered,
    alive,
  };
}

/** A time that runs makes no other page. */
export const still = (words: string): string => words.replaceAll(/\p{N}+/gu, '0');

function knownAs(view: PageView, { held, past, agreed }: Told): PageView['known'] {
  if (agreed.length > 0 && isAgreed({ agreed }, insideAt(view))) return 'inside';
  const isStill = (page: string | null): boolean => page !== null && still(page) === still(view.standing.words);
  return isStill(held) ? 'held' : isStill(past) ? 'past' : null;
}

/** The lines of a text, without those that are empty. */
export const linesOf = (text: string): Set<string> =>
  new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );

async function carriedBy(page: Page, { storage, view }: Look): Promise<Carried> {
  return {
    cookies: await page.context().cookies(),
    storage: storage.local.map(([name, value]) => ({ name, value })),
    origin: URL.canParse(view.url) ? new URL(view.url).origin : '',
  };
}

/** Everything that could hold a session: cookies that scripts can't read, and storage. */
function sessionMarks({ cookies }: Carried, { storage }: Look): Map<string, string> {
  const marks = new Map<string, string>();
  for (const { name, domain, path, value } of cookies) marks.set(`cookie ${domain}${path} ${name}`, value);
  for (const [key, value] of [...storage.local, ...storage.session]) marks.set(`storage ${key}`, value);
  return marks;
}

/** Whether something that could be a session came or changed. */
export const sessionChanged = (before: Observation, after: Observation): boolean =>
  [...after.marks].some(([name, value]) => before.marks.get(name) !== value);
