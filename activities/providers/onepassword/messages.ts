/** What the worker and the thread of the SDK say to each other. */

/** One call of the SDK each. */
export type Question =
  | { readonly ask: 'vaults' }
  | { readonly ask: 'items'; readonly vault_id: string }
  | { readonly ask: 'item'; readonly vault_id: string; readonly item_id: string };

/** What went wrong, in words of ours: messages of the SDK can quote what was asked for or what was answered, and stay in the thread. */
export type Failure =
  | 'token_invalid'
  | 'forbidden'
  | 'gone'
  | 'rate_limited'
  | 'timeout'
  | 'unreachable'
  | 'server_error'
  | 'conflict'
  | 'unreadable'
  | 'unknown';

export interface Request {
  readonly id: number;
  readonly question: Question;
}

export type Reply = { readonly id: number } & ({ readonly answer: unknown } | { readonly failure: Failure });

/** What the thread is started with: a token never stands in an argument or in the environment. */
export interface ThreadData {
  readonly token: string;
}
