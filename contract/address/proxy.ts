/** The proxy that an agent's traffic goes through. */

/** Given by an admin; replaces the one before. */
export interface AgentProxy {
  /** `http://host:port`, `https://host:port`, `socks5://host:port`, or `host:port` for http. */
  readonly server: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** What is shown of it. */
export interface ShownProxy {
  readonly server: string;
  /** Whether a user name is stored, with or without a password. Neither is ever shown. */
  readonly has_credentials: boolean;
}

/** Why nothing gets through a proxy. */
export const PROXY_FAULTS = [
  /** Nothing answers there, or it is not a proxy of that kind. */
  'unreachable',
  /** It took the connection, and did not answer in time. */
  'no_answer',
  /** It asks for a user name and a password, or does not take the ones that it was given. */
  'credentials_refused',
  /** It works, and does not connect to the site. */
  'site_not_reached',
  /** It ended a connection before anything came back. */
  'closed',
  /** It speaks TLS itself (`https://`), with a certificate that this machine does not trust, or that is another host's. */
  'certificate_refused',
  /** The browser is not one that a worker has started (`AGENT_AUTH_CDP_URL`, `POST /browsers`): its connections don't pass by us. */
  'remote_browser',
] as const;
export type ProxyFault = (typeof PROXY_FAULTS)[number];

/** Details of `proxy_unavailable`. */
export interface ProxyTrouble {
  readonly why: ProxyFault;
}
