/**
 * Storage of many origins at the cost of about one: they are opened as frames of one page, whose documents we answer ourselves. Where a browser keeps
 * storage of frames apart by the site around them (storage partitioning), each site has a page of its own.
 */

import { siteOf } from '../address/site.js';
import { collectStorage, restoreStorage } from '../page-world/storage.js';
import type { BlankPage } from './blank-page.js';
import type { StorageState } from './profile.js';

export type OriginState = StorageState['origins'][number];

/** How long all frames of a page may take, in ms. One that can't be opened says nothing. */
const FRAMES_MS = 10_000;
const isWeb = (origin: string): boolean => /^https?:\/\//.test(origin);
/** In a script, where `</script>` would end it. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** A page with the other origins as its frames. A page over http may have frames over https, not the other way round. */
const topOf = (origins: readonly string[]): string =>
  origins.find((origin) => origin.startsWith('http:')) ?? origins[0] ?? '';

const AROUND = `<!doctype html><body><script>
const said = new Map();
let all = () => {};
addEventListener('message', ({ origin, data }) => { said.set(origin, data); all(); });
const open = (origins, ms) => new Promise((resolve) => {
  all = () => { if (said.size >= origins.length) resolve([...said]); };
  setTimeout(() => resolve([...said]), ms);
  for (const origin of origins) {
    const frame = document.createElement('iframe');
    frame.src = origin + '/?frame';
    document.body.append(frame);
  }
  all();
});
</script>`;

/** Runs a script in a document of each origin, in frames of one page. @returns what it came to, by origin, as far as it came to something */
async function runInFrames(
  page: BlankPage,
  top: string,
  origins: readonly string[],
  scriptOf: (origin: string) => string,
): Promise<Map<string, unknown>> {
  await page.answer((url) => {
    if (!url.endsWith('?frame')) return AROUND;
    const run = scriptOf(new URL(url).origin);
    return `<!doctype html><script>(${run}).then((said) => parent.postMessage({ said }, '*'), () => parent.postMessage(null, '*'))</script>`;
  });
  await page.goto(`${top}/`);
  const said = await page.evaluate(`open(${JSON.stringify(origins)}, ${FRAMES_MS})`);
  const answers = said as readonly (readonly [string, { readonly said: unknown } | null])[];
  return new Map(answers.flatMap(([origin, data]) => (data === null ? [] : [[origin, data.said] as const])));
}

/** Origins by their site, which goes by the scheme too (HTML Standard, section 7.1.1). */
function bySite(origins: readonly string[]): string[][] {
  const sites = new Map<string, string[]>();
  for (const origin of origins) {
    const { protocol, hostname } = new URL(origin);
    const site = `${protocol}${siteOf(hostname)}`;
    sites.set(site, [...(sites.get(site) ?? []), origin]);
  }
  return [...sites.values()];
}

/** Whether the browser keeps what a frame stores apart from what its origin stores elsewhere. */
async function isPartitioned(page: BlankPage, top: string, frame: string): Promise<boolean> {
  const key = JSON.stringify(`partition ${Math.random()}`);
  const inFrame = (script: string) => runInFrames(page, top, [frame], () => `(async () => localStorage.${script})()`);
  await inFrame(`setItem(${key}, '')`);
  await page.goto(`${frame}/`);
  const isThere = await page.evaluate(`localStorage.getItem(${key}) !== null`);
  await inFrame(`removeItem(${key})`);
  return !isThere;
}

/** So many pages are opened sooner than it is found out whether one would do. */
const FEW_SITES = 4;

async function runInOrigins(
  page: BlankPage,
  origins: readonly string[],
  scriptOf: (origin: string) => string,
): Promise<Map<string, unknown>> {
  if (origins.length === 0) return new Map();
  const sites = bySite(origins);
  const tops = [...sites.map(topOf)].sort((a, b) => Number(b.startsWith('http:')) - Number(a.startsWith('http:')));
  const [top = '', other = ''] = tops;
  const isOne = sites.length > FEW_SITES && !(await isPartitioned(page, top, other));
  if (isOne) return runInFrames(page, top, origins, scriptOf);
  const found = new Map<string, unknown>();
  for (const site of sites)
    for (const [origin, said] of await runInFrames(page, topOf(site), site, scriptOf)) found.set(origin, said);
  return found;
}

/**
 * Puts storage into its origins, in place of what was there.
 * @returns origins that could not be filled
 */
export async function restoreOrigins(page: BlankPage, states: readonly OriginState[]): Promise<string[]> {
  const wanted = new Map(states.filter(({ origin }) => isWeb(origin)).map((state) => [state.origin, state]));
  const script = (origin: string): string =>
    `(${restoreStorage})(${inScript(wanted.get(origin) ?? { localStorage: [] })})`;
  const done = await runInOrigins(page, [...wanted.keys()], script);
  return [...wanted.keys()].filter((origin) => !done.has(origin));
}

/** What origins have stored, by origin; one that could not be asked is not in it. */
export async function collectOrigins(page: BlankPage, origins: readonly string[]): Promise<Map<string, OriginState>> {
  const found = await runInOrigins(page, origins.filter(isWeb), () => `(${collectStorage})()`);
  return new Map([...found].map(([origin, said]) => [origin, { origin, ...(said as Omit<OriginState, 'origin'>) }]));
}
