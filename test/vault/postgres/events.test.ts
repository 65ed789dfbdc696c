/** Events that several workers write, read and send at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VaultContext } from '../../../activities/vault/context.js';
import { numberEvents } from '../../../activities/vault/events/number.js';
import { recordEvents } from '../../../activities/vault/events/record.js';
import { openPostgres } from '../../../activities/vault/store/postgres/open-postgres.js';
import { inTransaction } from '../../../activities/vault/store/transaction.js';
import type { AgentEvent } from '../../../contract/events.js';
import { agentId } from '../../../contract/index.js';
import { begin, closing, grant } from '../support/vault.js';
import { openWorkers } from './support.js';

const after = (last: AgentEvent | undefined) => (last === undefined ? {} : { after: last.id });

describe('several workers', { timeout: 60_000 }, () => {
  it('leave nothing behind a reader that has gone on: who began first may end last', async () => {
    const t = await openWorkers();
    const database = await openPostgres(t.database.url, false);
    onTestFinished(() => database.close());
    const ctx = { db: database, clock: Date.now } as VaultContext;
    const agent = (name: string) => ({ id: agentId('a.example', name), domain: 'a.example', profile_name: name });
    let commit = (): void => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let wrote = (): void => {};
    const written = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const slow = inTransaction(database, async (db) => {
      await recordEvents(ctx, db, agent('slow'), ['invocation.started']);
      wrote();
      await held;
    });
    await written;
    await inTransaction(database, (db) => recordEvents(ctx, db, agent('fast'), ['invocation.started']));
    const first = await t.admin('events.list', {});
    expect(first.items.map(({ data }) => data.profile_name)).toEqual(['fast']);
    commit();
    await slow;
    const second = await t.admin('events.list', after(first.items.at(-1)));
    expect(second.items.map(({ data }) => data.profile_name)).toEqual(['slow']);
    expect(second.items[0]!.id > first.items[0]!.id).toBe(true);
    await inTransaction(database, (db) => numberEvents(ctx, db));
  });

  it('write events of the same and of other agents; a reader meanwhile sees each once, in order, without a gap', async () => {
    const t = await openWorkers();
    const agents = await Promise.all(
      ['p', 'q'].map((profile_name) =>
        grant(t.admin, 'b.example', { id: agentId('b.example', profile_name), profile_name }),
      ),
    );
    const logins = async (vault: typeof t.one) => {
      for (let n = 0; n < 4; n += 1) {
        for (const { id } of agents)
          await vault.closeInvocation(closing((await begin(vault, id)).ref, { status: 'CANCELED' }));
      }
    };
    const seen: AgentEvent[] = [];
    let isOver = false;
    const reader = (async () => {
      for (;;) {
        const last = isOver;
        const { items } = await t.admin('events.list', { ...after(seen.at(-1)), limit: 100 });
        seen.push(...items);
        if (last && items.length === 0) return;
        await sleep(5);
      }
    })();
    await Promise.all([logins(t.one), logins(t.two)]);
    isOver = true;
    await reader;
    expect(seen).toHaveLength(32);
    expect(seen.map(({ id }) => id)).toEqual(seen.map(({ id }) => id).sort());
    for (const { id } of agents) {
      const numbers = seen.filter(({ data }) => data.auth_agent_id === id).map(({ data }) => data.sequence);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  });

  it('take what is to be sent once', async () => {
    const t = await openWorkers();
    await t.admin('webhooks.create', { url: 'https://hooks.example.com/' });
    for (let n = 0; n < 4; n += 1) {
      const profile_name = `p${n}`;
      const { id } = await grant(t.admin, 'c.example', { id: agentId('c.example', profile_name), profile_name });
      await begin(t.one, id);
    }
    const taken = await Promise.all([t.one, t.two, t.one, t.two].map((vault) => vault.takeDeliveries(3, new Map())));
    const sent = taken.flat().map(({ event }) => event.id);
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent).toHaveLength(4);
  });
});
