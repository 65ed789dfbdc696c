import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { PageView } from '../page-world/view.js';
import { discover } from '../read/discover.js';
import { markRepeats } from './page-world/mark-repeats.js';
import type { Scrubber } from './scrub.js';

const SCREENSHOT_TIMEOUT_MS = 5_000;
const MARK = 'data-agent-auth-hide';
/** Everything that a person can type into, and frames, since their content is not known here. */
const HIDDEN = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], iframe';

/**
 * Leaves a masked screenshot and a value-free skeleton of the page for the operator (mode 0600).
 * @returns path of the skeleton; null when the page could not be read
 */
export async function leaveArtefact(context: LoginContext, login: Login): Promise<string | null> {
  try {
    await context.race(mkdir(context.artefactDir, { recursive: true, mode: 0o700 }));
    const name = `${login.ref.invocation_id}-${new Date(context.clock()).toISOString().replaceAll(/[:.]/g, '-')}`;
    const path = join(context.artefactDir, name);
    const { page } = login.live;
    const picture = await maskedScreenshot(context, login).catch(() => null);
    const skeleton = toSkeleton(await context.race(discover(page, login.recipes)), login.scrub);
    if (picture !== null) await context.race(writeFile(`${path}.png`, picture, { mode: 0o600 }));
    await context.race(writeFile(`${path}.json`, `${JSON.stringify(skeleton, null, 2)}\n`, { mode: 0o600 }));
    context.note({ stage: 'evidence', rule: 'artefact', reason: 'done', facts: {} });
    return `${path}.json`;
  } catch {
    context.signal.throwIfAborted();
    context.note({ stage: 'evidence', rule: 'artefact', reason: 'not_done', facts: {} });
    return null;
  }
}

/** Masks every input and every element that repeats what was typed. No picture where this login may not type. */
async function maskedScreenshot(
  context: LoginContext,
  { live: { page }, scrub, mayTypeAt }: Login,
): Promise<Buffer | null> {
  if (scrub.needles.length > 0) {
    if (mayTypeAt(page.url()) !== null) return null;
    await context.race(page.evaluate(markRepeats, { needles: scrub.needles, mark: MARK }));
  }
  const mask = [page.locator(HIDDEN), page.locator(`[${MARK}]`)];
  return page.screenshot({
    mask,
    timeout: SCREENSHOT_TIMEOUT_MS,
    animations: 'disabled',
    caret: 'hide',
    signal: context.signal,
  });
}

/** The page as discovery saw it, which has no values in it. What was typed is cut out of its texts. */
function toSkeleton(view: PageView, scrub: Scrubber): unknown {
  return JSON.parse(JSON.stringify(view), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return key === 'url' || key === 'action' ? scrub.url(value) : scrub.text(value);
  });
}
