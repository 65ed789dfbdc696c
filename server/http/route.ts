import type { Context } from 'hono';
import type { z } from 'zod';
import type { AgentAuth, Scope } from '../../client/index.js';
import type { ErrorCode } from '../../contract/errors/errors.js';
import type { Admitted } from '../access/admitted.js';
import type { Services } from '../services.js';
import type { BodyLimit } from './read-body.js';

/**
 * Who may call: a key with that scope; `invocation` a key with the scope `answer` or the token of that very invocation;
 * `nothing` anybody.
 */
export type Needs = Scope | 'invocation' | 'nothing';

/** What a handler works on: checked input, and the caller's access. */
export interface Call<Query, Body> {
  /** Acts with the caller's own access key; with the server's where a token or nothing was shown. */
  readonly auth: AgentAuth;
  readonly caller: Admitted;
  /** The path's variable. */
  readonly id: string;
  readonly query: Query;
  readonly body: Body;
  readonly services: Services;
  readonly context: Context;
  /** Aborts when nobody waits for the answer any more: whoever asked has hung up, or lost the right to it. */
  readonly signal: AbortSignal;
}

/** What a route answers with, for the document and for the reply. */
export type Answer =
  /** JSON. */
  | { readonly json: z.ZodType }
  /** A bare array, with where it goes on in the headers. */
  | { readonly list: z.ZodType }
  /** A body of another type, made by the handler. */
  | { readonly type: string }
  | null;

export interface RouteSpec<Query, Body> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With at most one variable, `{id}`. */
  readonly path: string;
  /** What the variable can be. @default a name; all ids but those of agents are such */
  readonly id?: RegExp;
  readonly summary: string;
  readonly needs: Needs;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** @default 64 KiB */
  readonly bodyLimit?: BodyLimit;
  readonly status: 200 | 201 | 202 | 204;
  readonly answer: Answer;
  /** Besides those that any call can be answered with. */
  readonly errors: readonly ErrorCode[];
  handle(call: Call<Query, Body>): Promise<unknown>;
}

/** A route whose handler's types are checked and forgotten. */
export type Route = RouteSpec<unknown, unknown>;

export const route = <Query = unknown, Body = unknown>(spec: RouteSpec<Query, Body>): Route => spec as Route;
