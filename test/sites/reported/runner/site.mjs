// What a site was sent, and whom it knows.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { totp } from '../kit.mjs';

/** Answers a function that gives what the site was sent since it was asked last. */
export function logOf(origin) {
  let seen = 0;
  return async () => {
    const log = await (await fetch(`${origin}/_log`)).json();
    const news = log.slice(seen);
    seen = log.length;
    return news;
  };
}

/** Whether the site takes what was saved for a session: by its cookies, or in a browser that knows nothing else. */
export async function knows(site, storageState, { members }, project) {
  if (members !== undefined)
    return opensMembers(`${site}${members.path}`, new RegExp(members.shows, 'i'), storageState, project);
  const cookie = storageState.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return (await (await fetch(`${site}/_who`, { headers: { cookie } })).json()).user !== null;
}

let browser;
async function opensMembers(address, shows, storageState, project) {
  const { chromium } = createRequire(join(project, 'package.json'))('playwright-core');
  const { needTool } = await import(pathToFileURL(join(project, 'dist/worker/need-tool.js')).href);
  const { path, args, env } = await needTool('chromium');
  browser ??= await chromium.launch({ executablePath: path, args, env: { ...process.env, ...env } });
  const context = await browser.newContext({ storageState });
  try {
    const page = await context.newPage();
    await page.goto(address, { timeout: 60_000 });
    const shown = () => page.evaluate(() => `${document.title}\n${document.body.textContent}`).catch(() => '');
    for (let n = 0; n < 100; n++, await sleep(200)) if (shows.test(await shown())) return true;
    return false;
  } finally {
    await context.close();
  }
}
export const closeBrowser = () => browser?.close();

// ---- what it was sent

const leaves = (value) =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value ?? '')];
export const plainPath = (path) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
const withoutQuery = (path) => path.split('?')[0];
/** Codes around a moment: clocks differ, and a login may wait for the next one. */
const codesAt = (at, secret) => [-3, -2, -1, 0, 1, 2, 3].map((n) => totp(Math.floor(at / 30_000) + n, secret));

/** A test of one text: `PASSWORD` means the stored password, and so on, `CODE` any code of the secret; other words mean themselves. */
function testOf(word, { credential, answers = {} }) {
  const secret = credential.totp_secret;
  if (word === 'CODE' && secret) return (text, at) => codesAt(at, secret).includes(text);
  const stored = Object.entries({ ...answers, ...credential.values }).find(([name]) => name.toUpperCase() === word);
  const value = stored?.[1] ?? word;
  return (text) => text === value || (value.length >= 6 && text.includes(value));
}

/** How often something was sent: a value (by its name in the credential), anything to a path, or anything at all (`any`). */
export function timesSent(what, log, run) {
  const posts = log.filter(({ method }) => method !== 'GET');
  if (what === 'any') return posts.length;
  if (what.startsWith('/')) return posts.filter(({ path }) => withoutQuery(path) === what).length;
  const isIt = testOf(what.toUpperCase(), run);
  return log.filter(({ form, path, at }) => [...leaves(form), plainPath(path)].some((text) => isIt(text, at))).length;
}

/** Whether a request is like a description of one; a path with a query means a request that needs no form. */
export const isLike =
  ({ path, field, value, empty, filled }, run) =>
  (one) => {
    if (path?.includes('?') && one.path !== path) return false;
    if (path !== undefined && !path.includes('?') && (withoutQuery(one.path) !== path || one.method === 'GET'))
      return false;
    if (field === undefined && value === undefined) return true;
    const sent = field === undefined ? leaves(one.form) : [String(one.form[field] ?? '')];
    if (empty) return sent[0] === '';
    if (filled) return sent[0] !== '';
    return sent.some((text) => testOf(value, run)(text, one.at));
  };
