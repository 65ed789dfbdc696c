import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { type BrowserIdentity, type OwnSession, readSession, restoreSession } from '../../client/index.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { chromiumEnv } from '../../contract/machine/chromium-env.js';
import { makeHeldFolder } from '../../worker/held-folder.js';
import { needTool } from '../../worker/need-tool.js';
import { withinMs } from '../within-ms.js';

const LAUNCH_MS = 30_000;
const PORT_MS = 10_000;
const CLOSE_MS = 10_000;

/** Where browsers have their folders. */
export const browserFolders = (stateDir: string): string => join(stateDir, 'browsers');

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface LaunchOptions {
  readonly headless: boolean;
  readonly viewport: Viewport | null;
  readonly session: Pick<OwnSession, 'storage_state' | 'session_storage' | 'browser'> | null;
}

/** A Chromium of its own, in a folder that goes away with it. */
export interface LaunchedBrowser {
  /** Where it can be debugged, on loopback; never told to anybody. */
  readonly debugger: { readonly port: number; readonly path: string };
  readonly closed: Promise<void>;
  /** @throws AgentAuthError `browser_error` */
  session(): Promise<BrowserState>;
  close(): Promise<void>;
}

/** Chromium writes down where it listens: the port, and a path that nobody can guess. */
async function findDebugger(folder: string): Promise<LaunchedBrowser['debugger']> {
  const until = Date.now() + PORT_MS;
  while (Date.now() < until) {
    const [port, path] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8').catch(() => '')).split('\n');
    if (port && path) return { port: Number(port), path };
    await sleep(50);
  }
  throw new AgentAuthError('browser_error');
}

/** It passes for the browser that made the session. By a flag: so it does for whoever else drives it, from the first request on. */
const flagsOf = (as: BrowserIdentity | null | undefined): string[] => (as ? [`--user-agent=${as.user_agent}`] : []);

function placeOf(as: BrowserIdentity | null | undefined): Pick<BrowserContextOptions, 'locale' | 'timezoneId'> {
  const [locale] = as?.languages ?? [];
  return { ...(locale === undefined ? {} : { locale }), ...(as ? { timezoneId: as.time_zone } : {}) };
}

async function start(folder: string, { headless, viewport, session }: LaunchOptions): Promise<BrowserContext> {
  // Not before the first browser: it takes longer to load than all else that the server needs.
  const { chromium } = await import('playwright-core');
  const tool = await needTool('chromium');
  return chromium.launchPersistentContext(folder, {
    executablePath: tool.path,
    args: [
      ...tool.args,
      '--remote-debugging-address=127.0.0.1',
      '--remote-debugging-port=0',
      ...flagsOf(session?.browser),
    ],
    env: chromiumEnv(process.env, tool.env),
    chromiumSandbox: tool.sandbox,
    headless,
    viewport,
    ...placeOf(session?.browser),
    timeout: LAUNCH_MS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** What a browser holds. */
export type BrowserState = Pick<OwnSession, 'storage_state' | 'session_storage'>;

const EMPTY: BrowserState = { storage_state: { cookies: [], origins: [] }, session_storage: null };

/** Playwright's errors can quote what is in a page: a code instead. */
async function orBrowserError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof AgentAuthError ? error : new AgentAuthError('browser_error');
  }
}

/**
 * Starts a Chromium with a session in it.
 * @throws AgentAuthError `browser_error`, `tool_missing`
 */
export async function launch(stateDir: string, options: LaunchOptions): Promise<LaunchedBrowser> {
  const { path: folder, remove: removeFolder } = await makeHeldFolder(browserFolders(stateDir), '');
  try {
    const context = await orBrowserError(start(folder, options));
    const closed = new Promise<void>((resolve) => context.once('close', () => resolve())).then(removeFolder);
    const close = async () => {
      await withinMs(
        context.close().catch(() => undefined),
        CLOSE_MS,
      );
      await removeFolder();
    };
    try {
      const found = await findDebugger(folder);
      if (options.session) await orBrowserError(restoreSession(context, options.session));
      return {
        debugger: found,
        closed,
        // What it was given is not kept meanwhile: what it holds now is newer.
        session: () => readSession(context, EMPTY),
        close,
      };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await removeFolder();
    throw error;
  }
}
