import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { Observation } from '../read/observation.js';
import { observe } from '../read/observe.js';

const LOOK_AGAIN_MS = 250;

/** Challenges that pass by themselves for most: they look at the browser, or let it count. */
const PASSING: ReadonlySet<string | null> = new Set([
  'turnstile',
  'friendly',
  'aws-waf',
  'yandex',
  'captcha',
  'widget',
]);

/** Whether a challenge stands in the way that only a person can solve. One that passes by itself gets its seconds. */
export async function awaitCaptcha(context: LoginContext, login: Login, { view }: Observation): Promise<boolean> {
  let isThere = view.captcha !== null;
  const { settleMs, undecidedMs } = context.timeouts;
  const deadline = performance.now() + (PASSING.has(view.captcha) ? settleMs : undecidedMs);
  while (isThere && performance.now() < deadline) {
    await context.wait(LOOK_AGAIN_MS);
    isThere = (await observe(context, login.live.page, login.network, login)).view.captcha !== null;
  }
  return isThere;
}
