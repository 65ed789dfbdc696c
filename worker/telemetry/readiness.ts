import { access, constants } from 'node:fs/promises';
import { connect } from 'node:net';
import type { PagesOptions } from '../../activities/browser/index.js';
import type { Vault } from '../../activities/vault/types.js';
import { answers, WITHIN_MS } from '../answers.js';
import type { Connected } from '../connect.js';
import { cached } from './cached.js';

/** How long a result is reused. */
const FRESH_MS = 2_000;

/** What a worker needs, and whether it is there. */
export interface WorkerReadiness {
  readonly temporal: boolean;
  readonly vault: boolean;
  readonly browser: boolean;
  /** No worker of another vault serves the same task queue. */
  readonly task_queue: boolean;
  /** It takes logins; false once it was told to stop, and while it leaves them to workers that reach the database. */
  readonly running: boolean;
}

const listens = (address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port, protocol } = new URL(address);
    const fallback = /^(?:https|wss):$/.test(protocol) ? 443 : 80;
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || fallback });
    socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error('silent')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });

/** Chromium is installed, or the remote one listens. It is started when a login needs it. */
const findBrowser = (browser: PagesOptions['browser']): Promise<void> =>
  'cdpUrl' in browser ? listens(browser.cdpUrl) : access(browser.path, constants.X_OK);

export interface ReadinessOptions {
  readonly connected: Connected;
  readonly vault: Pick<Vault, 'isThere'>;
  readonly browser: PagesOptions['browser'];
  isQueueShared(): boolean;
  isRunning(): boolean;
}

/** @returns looks, or answers what was seen a moment ago */
export function workerReadiness({
  connected: { client },
  vault,
  browser,
  isQueueShared,
  isRunning,
}: ReadinessOptions): () => Promise<WorkerReadiness> {
  const look = cached(FRESH_MS, async () => {
    const [temporal, isVault, isBrowser] = await Promise.all([
      answers(client.withDeadline(Date.now() + WITHIN_MS, () => client.workflowService.getSystemInfo({}))),
      answers(vault.isThere()),
      answers(findBrowser(browser)),
    ]);
    return { temporal, vault: isVault, browser: isBrowser };
  });
  return async () => ({ ...(await look()), task_queue: !isQueueShared(), running: isRunning() });
}
