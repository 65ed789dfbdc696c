import type { Page } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { Observation } from './observation.js';
import { asksForLogin } from './seen-page.js';
import { says } from './states.js';

type Shown = Pick<Observation, 'view' | 'lines'>;

/** A longer text speaks of something else. In letters. */
const MAX_LETTERS = 800;
/** By these, interfaces turn down who has no session, whatever status they answer with. */
const REFUSAL = /error|unauth|forbidden|denied|expired|invalid|not.?logged|log.?in|sign.?in/i;

/**
 * Whether a page is no place behind a login, whatever a stranger is shown there: nothing is on it, as where an application did not start, or it
 * says no more than that the session is over.
 */
export const tellsNothing = async (context: LoginContext, page: Page, seen: Observation): Promise<boolean> =>
  !asksForLogin(seen.view) &&
  (saysOver(seen) ||
    (isEmpty(seen) && !(await context.race(hasFrame(page))) && !(await context.race(isPainted(page)))));

/** Nothing to read or to press, or no more than that something is still to come. */
const isEmpty = ({ view, lines }: Shown): boolean =>
  view.buttons.length === 0 &&
  view.forms.every(({ fields }) => fields.length === 0) &&
  !view.evidence.logout &&
  !view.standing.account &&
  (lines.size === 0 || saysWait([...lines].join('\n')));

/** A longer text says something else as well. In letters. */
const MAX_WAIT = 40;

const saysWait = (text: string): boolean => text.length <= MAX_WAIT && says('loading', text);

/** Some applications paint all that they show. What turns while one waits is smaller. In pixels. */
const MIN_PAINTED = 200;
const MAX_PAINTED = 10;

/** What a canvas has that was given no size (HTML standard, 4.12.5): nobody lets a sign to wait turn on so much. */
const CANVAS = { width: 300, height: 150 };

const isPainted = async (page: Page): Promise<boolean> =>
  (await showsOne(page, 'img, video, object, embed, canvas', { width: MIN_PAINTED + 1, height: MIN_PAINTED + 1 })) ||
  showsOne(page, 'canvas', CANVAS);

async function showsOne(page: Page, selector: string, least: typeof CANVAS): Promise<boolean> {
  const painted = await page.locator(selector).all();
  const boxes = painted.slice(0, MAX_PAINTED).map((one) => one.boundingBox({ timeout: 500 }).catch(() => null));
  const seen = await Promise.all(boxes);
  return seen.some((box) => box !== null && box.width >= least.width && box.height >= least.height);
}

/** A frame smaller than this shows nothing to anybody. In pixels. */
const MIN_FRAME = 50;

async function hasFrame(page: Page): Promise<boolean> {
  const boxes = page
    .frames()
    .slice(1)
    .map(async (frame) => (await frame.frameElement()).boundingBox());
  const seen = await Promise.all(boxes.map((box) => box.catch(() => null)));
  return seen.some((box) => box !== null && box.width > MIN_FRAME && box.height > MIN_FRAME);
}

/** A page that says no more than that the session is over, or that there is none. */
export function saysOver({ view, lines }: Shown): boolean {
  const text = [...lines].join('\n');
  if (text.length > MAX_LETTERS) return false;
  if (isData(text)) return REFUSAL.test(text);
  if (endedIn([view.title, ...view.evidence.headings].join('\n'))) return true;
  return !view.evidence.logout && !view.standing.account && endedIn(text);
}

/** It ran out, or somebody ended it: the site, or who logged in elsewhere. */
const endedIn = (text: string): boolean => says('stale', text) || says('signed_out', text);

/**
 * A page that says no more than that the account is used elsewhere, and leaves nothing to answer. During a login the same words ask which of the two
 * is to stay; this is for a session that worked before.
 */
export const saysElsewhere = ({ view, lines }: Shown): boolean => {
  const text = [view.title, ...lines].join('\n');
  const isOffered = view.evidence.logout || view.standing.account || view.buttons.length > 0;
  return !isOffered && text.length <= MAX_LETTERS && says('elsewhere', text);
};

/** What was meant for scripts, shown as it is. */
function isData(text: string): boolean {
  if (!/^[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
