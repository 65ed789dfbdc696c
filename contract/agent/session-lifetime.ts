/** How long sessions live, and who uses one now. */
import type { CanReauthReason } from './reauth.js';

/**
 * Where the end of a session is known from: `announced`, the site said so; `learned`, its sessions have lived at least so long; `unknown`, neither.
 */
export const SESSION_END_REASONS = ['announced', 'learned', 'unknown'] as const;
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];

/** Why a session ended. */
export const SESSION_END_CAUSES = [
  /** A look at it found that the site does not know it any more. */
  'found_over',
  /** The end that was known of it has come. */
  'time_over',
  /** Somebody who uses it said so (`reportExpired`). */
  'reported',
  /** The agent has another account now. */
  'account_changed',
  /** Its profile was deleted, emptied, or holds another account's session. */
  'profile_changed',
  /** The site knew it as somebody else. */
  'others_account',
] as const;
export type SessionEndCause = (typeof SESSION_END_CAUSES)[number];

/** The last session of an agent that ended without another one in its place. */
export interface LastSessionEnd {
  /** RFC 3339. */
  readonly at: string;
  readonly cause: SessionEndCause;
}

/** Whoever has it uses the session: no login takes its place as long as it works. */
export interface SessionLease {
  readonly id: string;
  /** RFC 3339. */
  readonly expires_at: string;
}

/** A lease that is asked for: its id is chosen by its holder, so that a repeated call begins no second one. */
export interface LeaseWanted {
  readonly id: string;
  /** A day at most. */
  readonly lease_seconds: number;
}

/** How an agent keeps its session, in its record. */
export interface SessionKeeping {
  /** Whether it logs in again by itself when its session is over. */
  readonly auto_reauth: boolean;
  /** Whether the site is visited often enough that it does not end the session as unused. */
  readonly keep_alive: boolean;
  readonly session_expires_reason: SessionEndReason;
  /** Until when somebody has said that they use its session. RFC 3339; null: nobody has. */
  readonly in_use_until: string | null;
  readonly can_reauth: boolean;
  readonly can_reauth_reason: CanReauthReason;
}

/** Operations of the vault, as `VaultOperations`. */
export interface LeaseOperations {
  /** orchestrate; from now on for so many seconds */
  'leases.renew': [LeaseWanted, SessionLease];
  /** orchestrate; one that has lapsed is given back, too */
  'leases.release': [{ readonly id: string }, null];
}
