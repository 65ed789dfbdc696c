import { EventEmitter } from 'node:events';
import type { CDPSession, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { worldOf } from '../../../activities/login/read/document/isolated-world.js';

/** A page without a document of ours so far, and the event by which Chromium tells of one. */
function pageBetweenDocuments(): { page: Page; arrive(): void } {
  const session = Object.assign(new EventEmitter(), {
    send: async (method: string) => {
      if (method === 'Page.getFrameTree') return { frameTree: { frame: { id: 'main' } } };
      if (method === 'Runtime.callFunctionOn') return { result: { value: 'answered' } };
      return {};
    },
  }) as unknown as CDPSession & EventEmitter;
  const page = Object.assign(new EventEmitter(), {
    isClosed: () => false,
    context: () => ({ newCDPSession: async () => session }),
  }) as unknown as Page;
  const context = { name: 'agentAuthPageWorld', uniqueId: 'one', auxData: { frameId: 'main' } };
  return { page, arrive: () => void session.emit('Runtime.executionContextCreated', { context }) };
}

it('a document that is on its way is waited for', async () => {
  const { page, arrive } = pageBetweenDocuments();
  const world = await worldOf(page);
  await world.opened;
  const asking = world.document().then((document) => document.ask('glance'));
  setTimeout(arrive, 30);
  expect(await asking).toBe('answered');
});
