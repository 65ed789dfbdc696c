import { actsWhenOpened } from '../../session-check/index.js';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import { insideAt } from '../open/inside.js';
import type { PageView } from '../page-world/view.js';
import { asksForLogin } from '../read/seen-page.js';
import { isSameRequest } from '../session/address.js';
import { proofAt } from '../session/evidence.js';
import { letsIn } from '../session/held-at.js';
import { lookAt, strangerAt } from '../session/visit.js';
import { isForSecrets } from './left-step.js';

/** More of them say no more: a step has one way back to it on all of its pages. */
const MAX_LOOKED_AT = 2;
const NOTHING: ReadonlySet<string> = new Set();

/** What has to be answered, chosen or proved is a step wherever else the site lets the session. */
const mayBePlace = ({ forms, standing: { asksOver, boxes, radios } }: PageView): boolean =>
  !asksOver &&
  boxes.length === 0 &&
  radios.length === 0 &&
  !forms.some(
    (form) => form.modal || isForSecrets(form) || form.fields.some(({ inputType }) => inputType === 'password'),
  );

/**
 * Whether a page that shows little is a place by where its navigation leads: to another page of the session's own, which strangers are refused and which
 * offers a way out or the menu of an account. The navigation of a step leads back to it. What was found out is kept for the rest of the login.
 */
export async function leadsToOwn(context: LoginContext, login: Login, inTheWay: PageView): Promise<boolean> {
  const { live, network, scrub } = login;
  const here = live.page.url();
  const ways = inTheWay.standing.places
    .filter((path) => !actsWhenOpened(path))
    .map((path) => new URL(path, here).href)
    .filter((address) => !isSameRequest(address, here, scrub) && login.mayTypeAt(address) === null)
    .slice(0, MAX_LOOKED_AT);
  if (login.singleVisit || ways.length === 0 || !mayBePlace(inTheWay)) return false;
  const page = await context.openLate(live.openAside(), (late) => late.close());
  try {
    for (const address of ways) {
      const looking = strangerAt(context, login, address);
      const member = await lookAt(context, login, { page, network }, address, ({ view }) => asksForLogin(view));
      const stranger = await context.race(looking);
      const { evidence, standing } = member.seen.view;
      // One page that leads back tells of all.
      if (isSameRequest(member.url, here, scrub) || standing.words === inTheWay.standing.words) return false;
      const found = { address, member, stranger };
      const proof = proofAt({ ...found, behind: NOTHING });
      if (!(evidence.logout || standing.account) || !letsIn({ ...found, proof }, [stranger])) continue;
      login.agreed = [...login.agreed, insideAt(inTheWay)];
      return true;
    }
    return false;
  } finally {
    network.mark();
    void page.close().catch(() => undefined);
  }
}
