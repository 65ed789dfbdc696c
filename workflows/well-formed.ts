import type { AgentConfig, SessionAnswer, StartInvocation } from '../contract/agent/agent.js';
import {
  INVOCATION_TYPES,
  type InvocationClosed,
  type Limits,
  MAX_LIMIT_SECONDS,
} from '../contract/invocation/invocation.js';

/**
 * Whoever has the namespace can send our workflows anything. What our clients would never send goes no further: code that fails at it would fail for
 * ever, for Temporal hands the same message to it again and again. By hand: a schema library would take memory in every cached workflow.
 */
export type Check = (value: unknown) => boolean;
type Shape<T> = { readonly [Name in keyof T]-?: Check };

const MAX_TEXT = 8192;
/** An authorization is an access key and little else, sealed and padded. */
const MAX_SEALED = 16_384;

export const isText: Check = (value) => typeof value === 'string' && value !== '' && value.length <= MAX_TEXT;
const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const shaped =
  <T>(shape: Shape<T>) =>
  (value: unknown): value is T =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries<Check>(shape).every(([name, check]) => check((value as Record<string, unknown>)[name]));

const seconds: Check = (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= MAX_LIMIT_SECONDS;
const limits = shaped<Limits>({ idle_seconds: seconds, overall_seconds: seconds });

export const isConfig = shaped<AgentConfig>({
  domain: isText,
  profile_name: isText,
  credential_name: nullable(isText),
  login_url: nullable(isText),
  allowed_domains: (value) => Array.isArray(value) && value.every(isText),
  limits,
  save_credential_as: optional(nullable(isText)),
});

export const isStart = shaped<StartInvocation>({
  invocation_id: isText,
  type: (value) => INVOCATION_TYPES.some((type) => type === value),
  save_credential_as: nullable(isText),
  handoff_hash: nullable(isText),
  limits: nullable(limits),
  authorization: optional(
    nullable(
      shaped<NonNullable<StartInvocation['authorization']>>({
        kid: isText,
        sealed: (value) => typeof value === 'string' && value.length <= MAX_SEALED,
      }),
    ),
  ),
  automatic: optional((value) => typeof value === 'boolean'),
});

export const isAsking = shaped<{ readonly workflow_id: string }>({ workflow_id: isText });

/** Of the rest the vault is asked. */
export const isClosing = shaped<Pick<InvocationClosed, 'invocation_id'>>({ invocation_id: isText });

export const isSessionAnswer = shaped<SessionAnswer>({
  authenticated: (value) => typeof value === 'boolean',
  code: nullable(isText),
  agent: (value) => typeof value === 'object' && value !== null,
});
