import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { type OwnSession, type OwnStorageState, restoreSession } from '../../client/index.js';
import { chromiumEnv } from '../../contract/chromium-env.js';
import { AgentAuthError } from '../../contract/errors.js';
import { needTool } from '../../worker/need-tool.js';
import { withinMs } from '../within-ms.js';
import { makeBrowserFolder } from './folders.js';

const LAUNCH_MS = 30_000;
const PORT_MS = 10_000;
const CLOSE_MS = 10_000;

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

export interface LaunchOptions {
  readonly headless: boolean;
  readonly viewport: Viewport | null;
  readonly session: OwnSession | null;
}

/** A Chromium of its own, in a folder that goes away with it. */
export interface LaunchedBrowser {
  /** Where it can be debugged, on loopback; never told to anybody. */
  readonly debugger: { readonly port: number; readonly path: string };
  readonly closed: Promise<void>;
  /** @throws AgentAuthError `browser_error` */
  storageState(): Promise<OwnStorageState>;
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

async function start(folder: string, { headless, viewport }: LaunchOptions): Promise<BrowserContext> {
  // Not before the first browser: it takes longer to load than all else that the server needs.
  const { chromium } = await import('playwright-core');
  const tool = await needTool('chromium');
  return chromium.launchPersistentContext(folder, {
    executablePath: tool.path,
    args: [...tool.args, '--remote-debugging-address=127.0.0.1', '--remote-debugging-port=0'],
    env: chromiumEnv(process.env, tool.env),
    chromiumSandbox: tool.sandbox,
    headless,
    viewport,
    timeout: LAUNCH_MS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

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
  const { path: folder, remove: removeFolder } = await makeBrowserFolder(stateDir);
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
        storageState: async () => (await orBrowserError(context.storageState({ indexedDB: true }))) as OwnStorageState,
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
