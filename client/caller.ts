import type { Client } from '@temporalio/client';
import type { AccessKey, PublishedKey } from '../contract/sealing/published-key.js';
import type { Remembered } from './vault/remember.js';

/** What every method needs to make its call. */
export interface Caller {
  readonly temporal: Client;
  /** Prefix of the task queues. */
  readonly task_queue: string;
  /** Where the hosted page is served now, without a trailing slash; null when it is not. */
  httpUrl(): Promise<string | null>;
  /** @throws AgentAuthError `unauthorized` when there is none */
  accessKey(): Promise<{ readonly text: string } & AccessKey>;
  /** The vault's current sealing key. */
  readonly vaultKey: Remembered<PublishedKey>;
}
