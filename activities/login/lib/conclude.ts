import { setTimeout as sleep } from 'node:timers/promises';
import type { LoginDeps } from '../deps.js';
import type { ViewButton } from '../discover/view.js';
import { judge, type Submission, type Verdict } from './judge.js';
import type { Login } from './login.js';
import { type Observation, observe } from './observe.js';
import { press } from './press.js';
import { asksForLogin } from './seen-page.js';
import { settle } from './settle.js';

/** How long a page may stay undecided before it is taken for what it looks like. */
const UNDECIDED_MS = 2_000;
const LOOK_AGAIN_MS = 100;
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
  const deadline = performance.now() + deps.patience.settleMs;
  let undecidedSince: number | null = null;
  let answered = 0;
  while (true) {
    await settle(login.live.page, login.network, Math.max(0, deadline - performance.now()));
    const seen = await observe(login.live.page, login.network);
    const stay = staySignedIn(seen);
    if (stay !== undefined && answered < MOST_INTERSTITIALS && (await press(deps, login, stay.ref))) {
      answered += 1;
      continue;
    }
    const verdict = judge(before, seen, submission);
    if (verdict.kind !== 'unclear') return { verdict, seen };
    undecidedSince ??= performance.now();
    const now = performance.now();
    if (now - undecidedSince > UNDECIDED_MS || now > deadline) return { verdict: verdict.lean, seen };
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Sites that store nothing unless they are told to ask so on a page of its own, which asks for nothing else. */
const staySignedIn = ({ view, passwordShown }: Observation): ViewButton | undefined =>
  asksForLogin(view) || passwordShown ? undefined : view.buttons.find(({ kind }) => kind === 'stay_signed_in');
