import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { isPublicAddress, type Reach, reachOf } from './address.js';
import type { RunningBrowser } from './browser.js';
import { Gate } from './gate.js';
import { declinePasskeys } from './page-world/decline-passkeys.js';
import { restoreSessionStorage } from './page-world/restore-session-storage.js';
import { type SessionState, toPlaywright } from './storage.js';
import { noteOrigins } from './visited-origins.js';
import type { LoginWire } from './watch/login-wire.js';

export interface OpenPage {
  /** Normalised domain of the login; decides what its pages may reach. */
  readonly domain: string;
  /** Session to start from. */
  readonly state: SessionState | null;
  /** The wire of the login that the page belongs to. @default one of its own */
  readonly wire?: LoginWire;
}

/** A page in a context of its own, which the caller closes, and the wire that it goes by. */
export interface FreshPage {
  readonly page: Page;
  readonly wire: LoginWire;
}

/** All pages of one login go out by one gate: public addresses, and what the login's own domain lets them reach. */
const gateFor = (reach: Reach): Gate => {
  if (reach === 'public') return new Gate();
  return new Gate((address) => reach === 'private' || isPublicAddress(address) || isLoopbackAddress(address));
};

const isLoopbackAddress = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

/** Opens an empty page, in a context that has nothing but the given session. */
export async function freshPage(
  { browser, wire: all }: RunningBrowser,
  { domain, state, wire: given }: OpenPage,
  remote: boolean,
): Promise<FreshPage> {
  const wire = given ?? all.newLogin(remote ? null : gateFor(reachOf(domain)));
  const context = await browser.newContext({
    ...(await proxyOf(wire.gate)),
    ...(state === null ? {} : { storageState: toPlaywright(state.storage_state) }),
    // A service worker that takes control makes many applications reload, at times in the middle of a login.
    serviceWorkers: 'block',
    // Nobody is there to answer what the browser asks: it is denied at once. What is downloaded is for nobody, and stays off the disk.
    permissions: [],
    acceptDownloads: false,
  });
  all.watch(wire, context);
  noteOrigins(context, state);
  try {
    await prepare(context, state);
    return { page: await context.newPage(), wire };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Requests to loopback too: the gate decides, by the address. */
const proxyOf = async (gate: Gate | null): Promise<Pick<BrowserContextOptions, 'proxy'>> =>
  gate === null ? {} : { proxy: { server: await gate.url(), bypass: '<-loopback>' } };

async function prepare(context: BrowserContext, state: SessionState | null): Promise<void> {
  await context.addInitScript(declinePasskeys);
  if (state?.session_storage) await context.addInitScript(restoreSessionStorage, state.session_storage);
}
