import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AgentProxy } from '../../contract/address/proxy.js';
import type { BrowserIdentity } from '../../contract/index.js';
import { reachesOf, reachOf } from './address.js';
import type { RunningBrowser } from './browser.js';
import { Gate } from './gate.js';
import { hintAs, passFor } from './identity.js';
import { declinePasskeys } from './page-world/decline-passkeys.js';
import { gateServiceWorkers } from './page-world/gate-service-workers.js';
import { restoreSessionStorage } from './page-world/restore-session-storage.js';
import { ProxyFailed } from './proxy/proxy-failed.js';
import type { SessionState } from './storage.js';
import { noteTabStorage, watchTab } from './tab-storage.js';
import { noteOrigins } from './visited-origins.js';
import type { LoginWire } from './watch/login-wire.js';
import type { Wire } from './watch/wire.js';
import { withState } from './with-state.js';

interface PageToOpen {
  /** Normalised domain of the login; decides what its pages may reach. */
  readonly domain: string;
  /** Session to start from. */
  readonly state: SessionState | null;
  /** The browser to pass for. @default this one */
  readonly identity?: BrowserIdentity | null;
}

/** The first page of a login, whose wire begins with it. */
export interface FirstPage extends PageToOpen {
  /** What all of the login goes out by; null: directly. */
  readonly proxy: AgentProxy | null;
}

/** Another page of a login. */
export interface FurtherPage extends PageToOpen {
  readonly wire: LoginWire;
}

/** A page in a context of its own, which the caller closes, and the wire that it goes by. */
export interface FreshPage {
  readonly page: Page;
  readonly wire: LoginWire;
  /** How much of the state the browser did not take. */
  readonly dropped: number;
}

/**
 * The wire of a new login. All of its pages go out by one gate: public addresses, and what the login's own domain lets them reach. A browser elsewhere
 * has no gate of ours, and nothing goes out past a proxy.
 */
function newWire(all: Wire, { domain, proxy }: FirstPage, remote: boolean): LoginWire {
  if (remote && proxy !== null) throw new ProxyFailed('remote_browser');
  return all.newLogin(remote ? null : new Gate(reachesOf(reachOf(domain)), proxy));
}

/**
 * Opens an empty page, in a context that has nothing but the given session.
 * @throws ProxyFailed for a proxy and a browser that runs elsewhere
 */
export async function freshPage(
  { browser, wire: all, identity: own }: RunningBrowser,
  wanted: FirstPage | FurtherPage,
  remote: boolean,
): Promise<FreshPage> {
  const { state, identity: as = null } = wanted;
  const wire = 'wire' in wanted ? wanted.wire : newWire(all, wanted, remote);
  // Where nobody knows it, a browser that has to pass for another one can't.
  const self = await (as === null ? own.catch(() => null) : own);
  const options = {
    ...(await proxyOf(wire.gate)),
    ...(self === null ? {} : passFor(self, as ?? self)),
    // Nobody is there to answer what the browser asks: it is denied at once. What is downloaded is for nobody, and stays off the disk.
    permissions: [],
    acceptDownloads: false,
  };
  const { context, dropped } = await withState(browser, options, state?.storage_state ?? null);
  all.watch(wire, context);
  noteOrigins(context, state);
  noteTabStorage(context, state);
  try {
    await prepare(context, state);
    const page = await context.newPage();
    await watchTab(page);
    if (self !== null && as !== null) {
      await hintAs(page, self, as);
      context.on('page', (popUp) => void hintAs(popUp, self, as).catch(() => undefined));
    }
    return { page, wire, dropped };
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
  await context.addInitScript(gateServiceWorkers);
  if (state?.session_storage) await context.addInitScript(restoreSessionStorage, state.session_storage);
}
