import { randomBytes } from 'node:crypto';
import type { LeaseWanted } from '../contract/agent/session-lifetime.js';

/** 128 random bits. */
const named = (what: string): string => `${what}_${randomBytes(16).toString('base64url')}`;

/** Names what the vault keeps for who has it. */
export const newBase = (): string => named('base');

/** A lease that is asked for, under a name that only its holder knows. */
export const newLease = (lease_seconds: number): LeaseWanted => ({ id: named('lease'), lease_seconds });
