import type { Browser } from 'playwright-core';
import type { BrowserIdentity } from '../../contract/index.js';
import { chromiumEnv } from '../../contract/machine/chromium-env.js';
import { causeOf } from './cause-of.js';
import { PageTrouble } from './errors.js';
import { identityOf } from './identity.js';
import { playwright } from './playwright.js';
import { Wire } from './watch/wire.js';

/** Which Chromium to drive. */
export interface BrowserConfig {
  /** Program to start. */
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: boolean;
  /** Show a window. @default false */
  readonly headed?: boolean;
}
/** A Chromium that runs elsewhere (`AGENT_AUTH_CDP_URL`): its machine's network is what pages can reach. */
export interface RemoteBrowser {
  readonly cdpUrl: string;
}

const LAUNCH_TIMEOUT_MS = 30_000;
/**
 * WebRTC would go around the gate (RFC 8828 section 5.2, mode 4). Chrome goes by the first switch, the headless shell by the second; each
 * ignores the other's.
 */
const ALWAYS = [
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

async function start(config: BrowserConfig | RemoteBrowser): Promise<Browser> {
  const { chromium } = playwright();
  if ('cdpUrl' in config) return chromium.connectOverCDP(config.cdpUrl, { timeout: LAUNCH_TIMEOUT_MS });
  return chromium.launch({
    executablePath: config.path,
    args: [...ALWAYS, ...config.args],
    env: chromiumEnv(process.env, config.env),
    chromiumSandbox: config.sandbox,
    headless: config.headed !== true,
    timeout: LAUNCH_TIMEOUT_MS,
    // The worker itself drains its pages when it is told to stop.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** A Chromium that runs, and what goes over its wire. */
export interface RunningBrowser {
  readonly browser: Browser;
  readonly wire: Wire;
  /** What sites see of it. */
  readonly identity: Promise<BrowserIdentity>;
}

/** One Chromium for all pages of a worker: started when first needed, and again after it died. */
export class SharedBrowser {
  readonly #config: BrowserConfig | RemoteBrowser;
  readonly #onLost: () => void;
  #running: Promise<RunningBrowser> | null = null;

  /** @param onLost called when the Chromium of pages that are open is gone */
  constructor(config: BrowserConfig | RemoteBrowser, onLost: () => void) {
    this.#config = config;
    this.#onLost = onLost;
  }

  /** @throws PageTrouble `browser_error` when it does not start */
  async get(): Promise<RunningBrowser> {
    this.#running ??= this.#start();
    return this.#running;
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.then(({ browser }) => browser.close()).catch(() => undefined);
  }

  async #start(): Promise<RunningBrowser> {
    try {
      const browser = await start(this.#config);
      const wire = await Wire.open(browser);
      browser.once('disconnected', () => {
        this.#running = null;
        this.#onLost();
      });
      const identity = identityOf(browser);
      // Whoever needs it is told.
      identity.catch(() => undefined);
      return { browser, wire, identity };
    } catch (error) {
      this.#running = null;
      throw new PageTrouble('browser_error', causeOf(error));
    }
  }
}
