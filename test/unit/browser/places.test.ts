import { describe, expect, it } from 'vitest';
import { Places } from '../../../activities/browser/page-slots.js';

const never = new AbortController().signal;
const isPending = async (promise: Promise<unknown>): Promise<boolean> =>
  (await Promise.race([promise.then(() => 'settled'), Promise.resolve().then(() => 'pending')])) === 'pending';

describe('places', () => {
  it('are handed out up to the limit, then in order as they come free', async () => {
    const places = new Places(2);
    await places.reserve(never);
    await places.reserve(never);
    const order: string[] = [];
    const third = places.reserve(never).then(() => order.push('third'));
    const fourth = places.reserve(never).then(() => order.push('fourth'));
    expect(await isPending(third)).toBe(true);
    places.release();
    places.release();
    await Promise.all([third, fourth]);
    expect(order).toEqual(['third', 'fourth']);
  });

  it('a page keeps its place after the reservation that it was opened under', () => {
    const places = new Places(1);
    expect(places.tryReserve()).toBe(true);
    places.occupy();
    places.release();
    expect(places.tryReserve()).toBe(false);
    places.release();
    expect(places.tryReserve()).toBe(true);
  });

  it('a reservation that is given up takes nothing and keeps nobody waiting', async () => {
    const places = new Places(1);
    await places.reserve(never);
    const impatient = new AbortController();
    const given = places.reserve(impatient.signal);
    const patient = places.reserve(never);
    impatient.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    places.release();
    await patient;
    expect(places.free).toBe(0);
  });
});
