import type { ProxyTrouble } from '../address/proxy.js';
import type { LoginStop } from '../agent/stop.js';
import type { FlowErrorCode } from '../errors/errors.js';
import type { InvocationStatus, InvocationType, StoppedSecret } from './invocation.js';

/** The vault's record of an invocation; outlives Temporal's retention. */
export interface InvocationRecord {
  readonly invocation_id: string;
  readonly auth_agent_id: string;
  readonly type: InvocationType;
  readonly domain: string;
  readonly profile_name: string;
  readonly status: InvocationStatus;
  readonly error_code: FlowErrorCode | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  /** More about the error; present where there is. */
  readonly error_details?: StoppedSecret | ProxyTrouble;
  /** Why its account took no more logins by itself; present where that ended it. */
  readonly stopped?: LoginStop;
}

/** A screenshot of a page where a login failed. It shows whatever the page showed, typed values included. */
export interface InvocationPicture {
  /** JPEG, base64. */
  readonly jpeg: string;
  readonly taken_at: string;
}

/** A link to an invocation, by the hash of its code. */
export interface LinkHash {
  readonly invocation_id: string;
  /** SHA-256 of the link's code, hex. */
  readonly link_hash: string;
}

/** What a link is good for. */
export interface CheckedLink {
  /** Whether its code entitles to answers. */
  readonly entitled: boolean;
  /** It lives as long as its login waits. */
  readonly lasting?: true;
  /** Its login has ended: whoever has opened it before may see how. */
  readonly over?: true;
}
