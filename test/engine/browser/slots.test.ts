import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageLost, type Pages, slotSupplier } from '../../../activities/browser/index.js';
import { variants } from '../../support/variants.js';
import { ownPages } from '../login/harness.js';

const never = new AbortController().signal;
const HERE = { login: 'inv_1', domain: 'localhost', state: null, proxy: null, signal: never };

let pages: Pages;
afterEach(() => pages.closeAll());

const openOne = (): Promise<string> => pages.open(HERE, async (page) => page.id);

/** Process id of the Chromium that holds a page. */
const chromiumOf = (id: string): Promise<number> =>
  pages.use(id, async ({ context }) => {
    const session = await (context.browser() as Browser).newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.find(({ type }) => type === 'browser')?.id as number;
  });

/** Waits until something holds; the test's own time limit is the only clock. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}

describe('slots', () => {
  it('are as many as pages can be held; a page keeps the place of the slot that it was opened under', async () => {
    pages = await ownPages({ maxPages: 1 });
    const slots = slotSupplier(pages.slots);
    const context = {} as Parameters<typeof slots.reserveSlot>[0];
    const permit = await slots.reserveSlot(context, never);
    const id = await openOne();
    slots.releaseSlot({ permit });
    expect(slots.tryReserveSlot(context)).toBeNull();
    let admitted = false;
    const waiting = slots.reserveSlot(context, never).then(() => {
      admitted = true;
    });
    await sleep(20);
    expect(admitted).toBe(false);
    await pages.close(id);
    await waiting;
    slots.releaseSlot({ permit: {} });
    expect(pages.slots.free).toBe(1);
  });
});

describe('where all slots are taken', () => {
  const waits = new Set<string>();
  const open = (login: string, steps: 'opened' | 'stepped' | 'code sent' = 'opened'): Promise<string> =>
    pages
      .open({ ...HERE, login }, async ({ id }) => id)
      .then(async (id) => {
        if (steps !== 'opened')
          await pages.use(id, async (page) => page.keepFor(steps === 'code sent' ? 600_000 : null));
        return id;
      });
  const isOpen = (id: string): Promise<boolean> =>
    pages.use(id, async () => true).catch((error) => (error instanceof PageLost ? false : Promise.reject(error)));
  beforeEach(async () => {
    waits.clear();
    pages = await ownPages({ maxPages: 2, waitsForPerson: async (login) => waits.has(login) });
  });

  it('a login that waits for a person makes room for the next one, and nobody else does', async () => {
    const [asking, going] = [await open('asking'), await open('going')];
    waits.add('asking');
    const next = await open('next');
    expect(await Promise.all([asking, going, next].map(isOpen))).toEqual([false, true, true]);
    expect(pages.size).toBe(2);
  });

  it.each(
    variants(2, [
      ['the one that has waited longest', 'opened', 'opened', [false, true]],
      ['one on which nothing was done yet before one that is on its way', 'stepped', 'opened', [true, false]],
      ['one whose site has sent a code last', 'code sent', 'stepped', [true, false]],
      ['of two whose sites have sent a code, too', 'code sent', 'code sent', [false, true]],
    ] as const),
  )('goes %s', async (_, first, second, kept) => {
    const both = [await open('first', first), await open('second', second)];
    waits.add('first').add('second');
    await open('third');
    expect(await Promise.all(both.map(isOpen))).toEqual(kept);
  });

  it('a page on which a step runs is not taken, whatever its login says', async () => {
    const [watched, other] = [await open('watched'), await open('other')];
    let end = () => {};
    const step = pages.use(watched, () => new Promise<void>((resolve) => (end = resolve)));
    waits.add('watched').add('other');
    await open('next');
    end();
    await step;
    expect(await Promise.all([watched, other].map(isOpen))).toEqual([true, false]);
  });

  it('a login comes in by a page that waits, and where that is used again in the meantime, by the next that goes', async () => {
    const [asking, going] = [await open('asking'), await open('going')];
    const slots = slotSupplier(pages.slots);
    const context = {} as Parameters<typeof slots.reserveSlot>[0];
    waits.add('asking');
    const permit = await slots.reserveSlot(context, never);
    expect(pages.size).toBe(2);
    // The person answers.
    waits.delete('asking');
    await pages.use(asking, async () => undefined);
    expect(slots.tryReserveSlot(context)).toBeNull();
    let opened = false;
    const next = open('next').then((id) => {
      opened = true;
      return id;
    });
    await sleep(50);
    expect({ opened, size: pages.size }).toEqual({ opened: false, size: 2 });
    await pages.close(going);
    expect(await isOpen(await next)).toBe(true);
    expect(await isOpen(asking)).toBe(true);
    slots.releaseSlot({ permit });
    expect(slots.tryReserveSlot(context)).toBeNull();
  });

  it('a login that is canceled while it waits for room leaves none taken', async () => {
    const ids = [await open('one'), await open('two')];
    const cancel = new AbortController();
    const opening = pages.open({ ...HERE, signal: cancel.signal }, async () => undefined);
    cancel.abort();
    await expect(opening).rejects.toMatchObject({ type: 'browser_error' });
    await Promise.all(ids.map((id) => pages.close(id)));
    await Promise.all([open('three'), open('four')]);
    expect(pages.size).toBe(2);
  });

  it('a page that is closed in the middle of a step is not offered when that ends', async () => {
    const [gone] = [await open('gone'), await open('other')];
    let end: (() => void) | null = null;
    const step = pages.use(gone, () => new Promise<void>((resolve) => (end = resolve)));
    await until(() => end !== null);
    waits.add('gone');
    await pages.close(gone);
    await open('next');
    (end as (() => void) | null)?.();
    await step;
    waits.add('other');
    await until(() => pages.slots.free === 1);
    await sleep(300);
    expect(pages.slots.free).toBe(1);
  });

  it('pages that die while they are on offer free their slots once', async () => {
    const ids = [await open('one'), await open('two')];
    waits.add('one').add('two');
    await until(() => pages.slots.free === 2);
    process.kill(await chromiumOf(ids[0] as string), 'SIGKILL');
    await until(() => pages.size === 0);
    expect(pages.slots.free).toBe(2);
  });
});

describe('when the worker stops', () => {
  it('waits for logins at work, and for none that waits for a person', async () => {
    const waits = new Set<string>();
    pages = await ownPages({ maxPages: 2, waitsForPerson: async (login) => waits.has(login) });
    waits.add('asked');
    await pages.open({ ...HERE, login: 'asked' }, async ({ id }) => id);
    await pages.settled(60_000);
    const working = await pages.open({ ...HERE, login: 'working' }, async ({ id }) => id);
    let settled = false;
    const settling = pages.settled(60_000).then(() => {
      settled = true;
    });
    await sleep(300);
    expect(settled).toBe(false);
    waits.add('working');
    await settling;
    waits.delete('working');
    await pages.close(working);
    await pages.settled(60_000);
    expect(pages.size).toBe(1);
  });
});
