/** A request whose answer tells whether a session works: what is asked, and what came with the session and without it. */

/** Where a value of the request is read each time; the value itself is kept nowhere. */
export interface ValueSource {
  /** Name of the request's header. */
  readonly header: string;
  /** What stands before the value, for instance `Bearer `. */
  readonly before: string;
  readonly from: 'cookie' | 'local' | 'session';
  /** Origin of the storage; host of the cookie. */
  readonly at: string;
  /** Key of the storage's item, or name of the cookie. */
  readonly key: string;
  /** Members that lead to the value, where the item is JSON. */
  readonly path: readonly string[];
  /** Whether it was there before anybody logged in: it is the visitor's, and no sign of a session. */
  readonly isOld: boolean;
}

/** A request as the site's own pages made it. */
export interface ProbeRequest {
  readonly url: string;
  readonly type: 'document' | 'api';
  /** Which media types a script asked for; where it is absent, the usual ones. */
  readonly accept?: string | undefined;
  readonly values: readonly ValueSource[];
  /** Whether a script of the site marked it as one of its own (`X-Requested-With`). */
  readonly marked: boolean;
}

/** What an answer is known by. */
export interface Expected {
  readonly status: number;
  /** Origin and path of where it redirects to. */
  readonly location: string | null;
  readonly type: string;
  /** Hashes of parts of its body that the other side does not get. */
  readonly parts: readonly string[];
}

export interface Probe {
  readonly request: ProbeRequest;
  /** Hashes are of this and the part. */
  readonly salt: string;
  readonly member: Expected;
  readonly stranger: Expected;
}

/** What the page that a session was proven at shows, told from what strangers are shown there. */
export interface PageSigns {
  /** Where it is opened. */
  readonly address: string;
  /** Hashes are of this and the line. */
  readonly salt: string;
  /** Hashes of lines that no stranger was shown. */
  readonly member: readonly string[];
  /** Hashes of lines that only strangers were shown. */
  readonly stranger: readonly string[];
}

/** What the proof of a session leaves to those who look at it later. */
export interface ProofLeads {
  /** Requests that may tell the session from none, the cheapest first. */
  readonly requests: readonly ProbeRequest[];
  readonly page: PageSigns;
  /** Names of cookies that the login did not change: strangers carry them, too. Null where that is not known. */
  readonly old_cookies: readonly string[] | null;
  /** Whether the site changed something of the session while it was proven. */
  readonly changes: boolean;
}

/** How a session can be looked at. */
export interface WaysToLook {
  /** Null where none was found, or none was looked for yet. */
  readonly probe: Probe | null;
  /** Another one: some sites go on to serve one request to a session that is over. */
  readonly second?: Probe | null;
  /** Out of which a probe may yet be found. */
  readonly requests: readonly ProbeRequest[];
  /** Null where the session was proven by an older version. */
  readonly page: PageSigns | null;
  readonly old_cookies: readonly string[] | null;
  /** Whether the site changes the session when it is used: then a second user of it is in the way of the first. */
  readonly changes: boolean;
  /** Whether the site took our requests for those of a stranger while its session was new: they may have ended it. */
  readonly is_doubtful?: boolean;
  /** Whether such a session turned out to be over: only a browser looks at those of this agent. */
  readonly browser_only?: boolean;
  /** When that was found last, in ms since the epoch, and how often. */
  readonly refused?: { readonly at: number; readonly times: number };
}
