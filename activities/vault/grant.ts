import type { ItemPlace } from './provider.js';

/** The linked credential of an agent: names, never values. */
export interface GrantedCredential {
  readonly id: string;
  readonly name: string;
  /** Site that its values may be typed into. */
  readonly domain: string;
  /** Grows with every change of a value. */
  readonly version: number;
  readonly sso_provider: string | null;
  readonly value_keys: readonly string[];
  readonly has_totp: boolean;
}

/** What a login of an agent may use and where, as an access key holder granted it. */
export interface Grant {
  readonly agent_id: string;
  readonly domain: string;
  readonly profile_name: string;
  readonly login_url: string | null;
  readonly allowed_domains: readonly string[];
  /** Hosts that the site's own scripts may send secrets to. Nothing is typed there. */
  readonly send_to: readonly string[];
  /** Whether a site may remember the browser where it asks. */
  readonly stay_signed_in: boolean;
  /** Another proxy has another; null: none. */
  readonly proxy_version: number | null;
  /** Whether the site was seen to end a session at its second visit: then it is visited once. */
  readonly single_visit: boolean;
  /** Another one once something else was put in the place of the session by hand. */
  readonly session: number;
  /** The agent is somebody else by now than when the page of the login was opened. */
  readonly is_another?: true;
  readonly credential: GrantedCredential | null;
  /** Where the stored secrets may be typed alone, when some of them come from an item of a provider. */
  readonly item?: ItemPlace;
  /** It is to be read anew: it has changed since, after the site had refused a value of it, or the agent takes another one. */
  readonly item_changed?: true;
}
