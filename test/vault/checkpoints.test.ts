import { describe, expect, it } from 'vitest';
import { begin, closing, codeOf, grant, openTestVault, rule } from './support/vault.js';

describe('a checkpoint', () => {
  it('is replaced by the next one and goes with the invocation', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const { ref } = await begin(t.vault, id);
    const checkpoint = (url: string) => ({ storage_state: { cookies: [], origins: [] }, url, base_version: null });
    expect(await t.vault.loadCheckpoint(ref)).toBeNull();
    await t.vault.saveCheckpoint(ref, checkpoint('https://example.com/1?t=x'));
    await t.vault.saveCheckpoint(ref, checkpoint('https://example.com/2?t=x'));
    expect(await t.vault.loadCheckpoint(ref)).toEqual(checkpoint('https://example.com/2?t=x'));
    await t.vault.closeInvocation(closing(ref));
    expect(await codeOf(t.vault.loadCheckpoint(ref))).toBe('invocation_ended');
    const late = t.vault.saveCheckpoint(ref, checkpoint('https://example.com/3'));
    expect(await codeOf(late)).toBe('invocation_ended');
  });

  rule('goes with the key of an invocation that was never closed', async () => {
    const t = await openTestVault();
    const { id } = await grant(t.admin, 'example.com');
    const { ref } = await begin(t.vault, id);
    await t.vault.saveCheckpoint(ref, {
      storage_state: { cookies: [], origins: [] },
      url: 'https://x.example/',
    });
    t.clock.now += 32 * 24 * 3_600_000;
    await t.vault.sweep();
    expect(await codeOf(t.vault.loadCheckpoint(ref))).toBe('invocation_ended');
    const { items } = await t.admin('invocations.list', {});
    expect(items).toMatchObject([{ status: 'EXPIRED', ended_at: '2026-04-02T12:00:00.000Z' }]);
  });
});
