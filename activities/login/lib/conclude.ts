import type { LoginDeps } from '../deps.js';
import type { ViewButton } from '../discover/view.js';
import { judge, type Submission, type Verdict } from './judge.js';
import type { Login } from './login.js';
import type { Observation } from './observe.js';
import { press } from './press.js';
import { asksForLogin } from './seen-page.js';
import { watch } from './watch.js';

/** More pages in the way than this are no courtesy but a trap. */
const MOST_INTERSTITIALS = 3;

export interface Conclusion {
  readonly verdict: Exclude<Verdict, { kind: 'unclear' }>;
  readonly seen: Observation;
}

/** Looks at a page after a submit until it is clear what it means, answering "stay signed in?" with yes on the way. */
export async function conclude(
  deps: LoginDeps,
  login: Login,
  before: Observation,
  submission: Submission,
): Promise<Conclusion> {
  const judged = (seen: Observation): Verdict => judge(before, seen, submission);
  for (let answered = 0; ; answered++) {
    const decides = (seen: Observation): boolean => staySignedIn(seen) !== undefined || judged(seen).kind !== 'unclear';
    const seen = await watch(login.live.page, login.network, deps.patience, decides);
    const stay = answered < MOST_INTERSTITIALS ? staySignedIn(seen) : undefined;
    if (stay !== undefined && (await press(deps, login, stay.ref))) continue;
    const verdict = judged(seen);
    return { verdict: verdict.kind === 'unclear' ? verdict.lean : verdict, seen };
  }
}

/** Sites that store nothing unless they are told to ask so on a page of its own, which asks for nothing else. */
const staySignedIn = ({ view, passwordShown }: Observation): ViewButton | undefined =>
  asksForLogin(view) || passwordShown ? undefined : view.buttons.find(({ kind }) => kind === 'stay_signed_in');
