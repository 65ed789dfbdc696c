import type { CDPSession, Frame, Page } from 'playwright-core';
import { worldOf } from './isolated-world.js';

/** Runs something while no frame inside the page hears a key. */
export async function withoutOtherFrames<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const world = await worldOf(page);
  const others = await ownProcesses(page);
  const quiet = (on: boolean): Promise<unknown> =>
    Promise.all([world.swallowKeys(on), ...others.map((session) => withoutScripts(session, on))]);
  try {
    await quiet(true);
    return await work();
  } finally {
    await quiet(false);
    await Promise.all(others.map((session) => session.detach().catch(() => undefined)));
  }
}

/** A frame of another process has no listener of ours that comes before its own: there no script runs meanwhile. */
const withoutScripts = (session: CDPSession, on: boolean): Promise<unknown> =>
  session.send('Emulation.setScriptExecutionDisabled', { value: on }).catch(() => undefined);

/** Sessions of the frames that have a process of their own. */
async function ownProcesses(page: Page): Promise<CDPSession[]> {
  const inside = page.frames().filter((frame) => frame.parentFrame() !== null);
  const sessions = await Promise.all(inside.map(sessionOf));
  return sessions.filter((session) => session !== null);
}

/** Null for a frame in its parent's process, which has none of its own. */
const sessionOf = (frame: Frame): Promise<CDPSession | null> =>
  frame
    .page()
    .context()
    .newCDPSession(frame)
    .catch(() => null);
