import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PageSlots } from '../../../activities/browser/page-slots.js';

const never = new AbortController().signal;
const isPending = async (promise: Promise<unknown>): Promise<boolean> =>
  (await Promise.race([promise.then(() => 'settled'), Promise.resolve().then(() => 'pending')])) === 'pending';

describe('page slots', () => {
  it('are handed out up to the limit, then in order as they come free', async () => {
    const slots = new PageSlots(2);
    await slots.reserve(never);
    await slots.reserve(never);
    const order: string[] = [];
    const third = slots.reserve(never).then(() => order.push('third'));
    const fourth = slots.reserve(never).then(() => order.push('fourth'));
    expect(await isPending(third)).toBe(true);
    slots.release();
    slots.release();
    await Promise.all([third, fourth]);
    expect(order).toEqual(['third', 'fourth']);
  });

  it('a page keeps its slot after the reservation that it was opened under', () => {
    const slots = new PageSlots(1);
    expect(slots.tryReserve()).toBe(true);
    slots.occupy();
    slots.release();
    expect(slots.tryReserve()).toBe(false);
    slots.release();
    expect(slots.tryReserve()).toBe(true);
  });

  it('a reservation that is given up takes nothing and keeps nobody waiting', async () => {
    const slots = new PageSlots(1);
    await slots.reserve(never);
    const impatient = new AbortController();
    const given = slots.reserve(impatient.signal);
    const patient = slots.reserve(never);
    impatient.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    slots.release();
    await patient;
    expect(slots.free).toBe(0);
  });

  it('a page that could go lets one more reservation in, and keeps its own slot', async () => {
    const slots = new PageSlots(2);
    slots.occupy();
    slots.occupy();
    const first = slots.reserve(never);
    const second = slots.reserve(never);
    expect(await isPending(first)).toBe(true);
    slots.offer();
    await first;
    expect(slots.free).toBe(0);
    expect(await isPending(second)).toBe(true);
  });

  it('a page that goes for the reservation that it let in frees no other', async () => {
    const slots = new PageSlots(1);
    slots.occupy();
    slots.offer();
    await slots.reserve(never);
    slots.withdraw();
    slots.release();
    expect(slots.free).toBe(0);
    slots.release();
    expect(slots.free).toBe(1);
  });

  it('a page that is used again after it let one in is made up for by the next that goes', async () => {
    const slots = new PageSlots(1);
    slots.occupy();
    slots.offer();
    await slots.reserve(never);
    slots.withdraw();
    const next = slots.reserve(never);
    slots.release();
    expect(await isPending(next)).toBe(true);
    slots.release();
    await next;
  });

  it('are full while every one is taken, on offer or not', () => {
    const slots = new PageSlots(1);
    expect(slots.full).toBe(false);
    slots.occupy();
    slots.offer();
    expect(slots.full).toBe(true);
  });

  it('are never overdrawn by more than is on offer, whatever comes in which order', () => {
    const step = fc.constantFrom('reserve', 'open', 'wait', 'use', 'go', 'give back');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), (limit, steps) => {
        const slots = new PageSlots(limit);
        const now = { reserved: 0, busy: 0, waiting: 0 };
        for (const what of steps) {
          if (what === 'reserve') {
            const room = limit - now.busy - now.reserved;
            expect(slots.tryReserve()).toBe(room > 0 && ++now.reserved > 0);
          } else if (what === 'open' && now.reserved > 0) {
            slots.occupy();
            slots.release();
            now.reserved -= 1;
            now.busy += 1;
          } else if (what === 'wait' && now.busy > 0) {
            slots.offer();
            now.busy -= 1;
            now.waiting += 1;
          } else if (what === 'use' && now.waiting > 0) {
            slots.withdraw();
            now.waiting -= 1;
            now.busy += 1;
          } else if (what === 'go' && now.waiting > 0) {
            slots.withdraw();
            slots.release();
            now.waiting -= 1;
          } else if (what === 'give back' && now.reserved > 0) {
            slots.release();
            now.reserved -= 1;
          }
        }
        expect(slots.free).toBe(Math.max(0, limit - now.busy - now.reserved));
      }),
    );
  });
});
