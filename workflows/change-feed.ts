import { condition } from '@temporalio/workflow';
import type { Change } from '../contract/messages.js';

/**
 * Handler of `waitForChange`, a long poll: waits while the caller's version is the current one. It sets no timer, so a long wait costs
 * nothing. A run that is about to end or to continue as new answers `again`. Any other version is answered at once, because a waiting
 * handler keeps its workflow from ending.
 */
export const changeFeed =
  <State extends { readonly version: number }>(read: () => State, draining: () => boolean) =>
  async (since: number): Promise<Change<State>> => {
    await condition(() => draining() || read().version !== since);
    return read().version !== since ? { again: false, state: read() } : { again: true };
  };
