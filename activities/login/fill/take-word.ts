import type { PageWord } from '../../../contract/invocation/page-word.js';
import type { ChooseStep, NotEntitled, Outcome } from '../../../contract/steps.js';
import type { GivenChoice } from '../../vault/types.js';
import type { LoginContext } from '../context.js';
import { unlessUnreachable } from '../judge/outcome.js';
import type { Login } from '../login.js';
import { goTo } from '../open/go-to.js';
import { insideAt } from '../open/inside.js';
import type { PageView } from '../page-world/view.js';
import { lookNow } from '../read/look-now.js';
import { asksForLogin } from '../read/seen-page.js';
import { checkpointLogin } from '../session/checkpoint-login.js';
import { lookAt } from '../session/visit.js';
import { takeChoice } from './given-choice.js';

/**
 * Takes a person's word for what a page is. That nothing is left there is remembered with the agent, of this very page: what the site shows meanwhile at its
 * address may be the page behind the login, and what stood there before a step of it.
 * @throws PageLost
 */
export async function takeWord(
  context: LoginContext,
  login: Login,
  step: ChooseStep,
  view: PageView,
  word: PageWord,
): Promise<Outcome | NotEntitled> {
  const given = await takeChoice(context, login, step, []);
  if (given === null) return { kind: 'not_entitled', fields: [] };
  const outcome = await unlessUnreachable(login, lookAgain(context, login, view, { word, given }));
  await checkpointLogin(context, login, outcome);
  return outcome;
}

/** The page as it is now, opened anew where the site shows another one at its address. */
async function lookAgain(
  context: LoginContext,
  login: Login,
  view: PageView,
  { word, given }: { readonly word: PageWord; readonly given: GivenChoice },
): Promise<Outcome> {
  const { page, wire } = login.live;
  // With its query and its fragment, which may say what is shown.
  const address = page.url();
  const now = await lookBeside(context, login, address);
  const inside = insideAt(view);
  const isSame = insideAt(now).client === inside.client;
  if (word === 'inside' && isSame) {
    await context.vault.rememberConsent(given, [inside]);
    login.agreed = [...login.agreed, inside];
    login.chosenForm = null;
  }
  // A page that came as the answer to a form is another one at its address.
  if (!isSame && !asksForLogin(now)) {
    // To go from an address to the same one loads nothing where it has a route.
    await context.race(page.goto('about:blank'));
    await goTo(context, page, address, wire);
  }
  return lookNow(context, login);
}

/** What the site shows at the address of the page now. */
async function lookBeside(context: LoginContext, login: Login, address: string): Promise<PageView> {
  const { live, network } = login;
  const page = await context.openLate(live.openAside(), (late) => late.close());
  try {
    const { seen } = await lookAt(context, login, { page, network }, address, () => false);
    return seen.view;
  } finally {
    network.mark();
    void page.close().catch(() => undefined);
  }
}
