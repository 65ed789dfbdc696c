import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, PageScreenshotOptions } from 'playwright-core';
import type { LoginContext } from '../context.js';
import type { Login } from '../login.js';
import type { PageView } from '../page-world/view.js';
import { discover } from '../read/discover.js';
import { knownOf } from '../read/observe.js';
import { drawPage } from './picture.js';
import type { Scrubber } from './scrub.js';

const SCREENSHOT_TIMEOUT_MS = 5_000;
const JPEG_QUALITY = 60;

/**
 * Leaves a value-free skeleton of the page for the operator, and a picture (mode 0600): of its pixels where nothing was typed, else drawn by us.
 * @returns path of the skeleton; null when the page could not be read
 */
export async function leaveArtefact(context: LoginContext, login: Login): Promise<string | null> {
  try {
    await context.race(mkdir(context.artefactDir, { recursive: true, mode: 0o700 }));
    const name = `${login.ref.invocation_id}-${new Date(context.clock()).toISOString().replaceAll(/[:.]/g, '-')}`;
    const path = join(context.artefactDir, name);
    const { page } = login.live;
    const pixels = await screenshot(context, login).catch(() => null);
    const view = await context.race(discover(page, knownOf(login)));
    if (context.pixels) await keepPixels(context, login);
    const drawn = pixels === null ? await drawPage(context, page, view).catch(() => null) : null;
    const skeleton = toSkeleton(view, login.scrub);
    if (pixels !== null) await context.race(writeFile(`${path}.png`, pixels, { mode: 0o600 }));
    if (drawn !== null) await context.race(writeFile(`${path}.svg`, drawn, { mode: 0o600 }));
    await context.race(writeFile(`${path}.json`, `${JSON.stringify(skeleton, null, 2)}\n`, { mode: 0o600 }));
    context.note({ stage: 'evidence', rule: 'artefact', reason: 'done', facts: {} });
    return `${path}.json`;
  } catch {
    context.signal.throwIfAborted();
    context.note({ stage: 'evidence', rule: 'artefact', reason: 'not_done', facts: {} });
    return null;
  }
}

/** A screenshot shows whatever the page does. None is taken once a value was typed, or if the site may know whose browser this is. */
const screenshot = async (context: LoginContext, { live, typed, wasKnownTo }: Login): Promise<Buffer | null> =>
  typed || wasKnownTo ? null : photograph(context, live.page, { type: 'png' });

/** If the operator wants screenshots anyway, the vault keeps them. */
async function keepPixels(context: LoginContext, { live, ref }: Login): Promise<void> {
  try {
    await context.vault.keepPicture(ref, await photograph(context, live.page, { type: 'jpeg', quality: JPEG_QUALITY }));
  } catch {
    context.signal.throwIfAborted();
  }
}

const photograph = (context: LoginContext, page: Page, format: PageScreenshotOptions): Promise<Buffer> =>
  page.screenshot({
    ...format,
    timeout: SCREENSHOT_TIMEOUT_MS,
    animations: 'disabled',
    caret: 'hide',
    signal: context.signal,
  });

/** The page as discovery saw it, which has no values in it. What was typed is cut out of its texts. */
function toSkeleton(view: PageView, scrub: Scrubber): unknown {
  return JSON.parse(JSON.stringify(view), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return key === 'url' || key === 'action' ? scrub.url(value) : scrub.text(value);
  });
}
