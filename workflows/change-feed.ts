import { condition } from '@temporalio/workflow';
import type { Change } from '../contract/messages.js';

/**
 * Handler of `waitForChange`: held while the state is the one that the caller knows. No timer, so that a long wait costs nothing; a run
 * that is about to end or to be replaced answers `again`. Whatever else is given than the present version is answered at once: a handler
 * that waits keeps its workflow from ending.
 */
export const changeFeed =
  <State extends { readonly version: number }>(read: () => State, draining: () => boolean) =>
  async (since: number): Promise<Change<State>> => {
    await condition(() => draining() || read().version !== since);
    return read().version !== since ? { again: false, state: read() } : { again: true };
  };
