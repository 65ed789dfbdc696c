/** Boxes that have to be ticked before a form is sent: to tick one is to agree to something, which a person does. */
import { siteAt } from '../../../contract/address/site.js';
import type { Consent } from '../../vault/types.js';
import type { Login } from '../login.js';
import type { ViewBox, ViewForm } from '../page-world/view.js';
import { isAgreed, nameOfWords } from './agreed.js';

/** Stands for the site itself where a consent names the application that it is for. No application is called so. */
const TERMS = '(terms)';

const nameOf = ({ label }: Pick<ViewBox, 'label'>): string => nameOfWords(label);

/** The boxes of a form that it is not sent without: those that say so, and those that it turned out to wait for. */
const boxesNeeded = ({ needs }: Pick<Login, 'needs'>, { boxes }: ViewForm): ViewBox[] =>
  boxes.filter((box) => box.required || needs.has(nameOf(box)));

/** What a person agrees to by ticking it. Other words are another consent. */
export const consentBy = ({ live }: Login, box: ViewBox): Consent => ({
  site: siteAt(live.page.url()),
  client: TERMS,
  scopes: [nameOf(box)],
});

const isTicked = (login: Login, box: ViewBox): boolean => isAgreed(login, consentBy(login, box));

/** Boxes that wait for a person. */
export const boxesToAsk = (login: Login, form: ViewForm): ViewBox[] =>
  boxesNeeded(login, form).filter((box) => !isTicked(login, box));

/** Boxes that somebody has agreed to, for this agent. */
export const boxesToTick = (login: Login, form: ViewForm): ViewBox[] =>
  boxesNeeded(login, form).filter((box) => isTicked(login, box));

/** Takes the unticked boxes of a form that could not be sent as what it waits for. @returns whether there are any to ask about */
export function needBoxes(login: Login, form: ViewForm): boolean {
  for (const box of form.boxes) login.needs.add(nameOf(box));
  return boxesToAsk(login, form).length > 0;
}
