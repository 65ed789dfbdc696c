import pg from 'pg';
import type { TroubleCause } from '../../../../contract/errors/trouble-causes.js';
import { AgentAuthError } from '../../../../contract/index.js';
import { DatabaseBusy } from '../errors.js';
import { type ForbiddenReason, forbidden } from './refusals.js';

/** The connection is gone, or the server is going: whoever tries again needs another one. */
export class ConnectionLost extends DatabaseBusy {}

/** Why a server can't be reached, by the system's codes; in words that errors may repeat (contract/errors/trouble-causes.ts). */
const AWAY: Readonly<Record<string, TroubleCause>> = {
  ENOTFOUND: 'name_not_resolved',
  EAI_AGAIN: 'name_not_resolved',
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'no_route',
  ENETUNREACH: 'no_route',
  ETIMEDOUT: 'timed_out',
};
/** What `pg` says in its own words where a connection, or an answer, takes too long. */
const TOO_LATE = /time-?out/i;

function whyAway(error: unknown, code: string): TroubleCause {
  const isLate = error instanceof Error && TOO_LATE.test(error.message);
  return AWAY[code] ?? (isLate ? 'timed_out' : 'connection_closed');
}

/** SQLSTATE codes of transactions that met others (PostgreSQL Appendix A). Two that insert the same key at once are among them. */
const BUSY = new Set(['40001', '40P01', '23505', '55P03', '57014']);
/** Of them those that came of a limit of time. */
const LATE = new Set(['55P03', '57014']);
/** Also: a server that starts, stops, has no connection left, or takes no writes: another one has taken over, or it has yet to (0A000: as a standby, it knows no serializable transactions). */
const LOST = /^(?:08|53|57P|25P03$|25P04$|25006$|0A000$)/;

/** Why a server lets nobody in, or lets us do too little: trying again does not help. */
const REFUSED: Readonly<Record<string, ForbiddenReason>> = {
  '28P01': 'password',
  '28000': 'login',
  '3D000': 'no_such_database',
  '42501': 'rights',
};

/** PgBouncer gives this code to whatever it refuses, and says why in words: its own, or those of the server behind it. */
const OF_PGBOUNCER = '08P01';
const PGBOUNCER_SAYS: readonly (readonly [words: RegExp, reason: ForbiddenReason])[] = [
  [/database ".*" does not exist|no such database/i, 'no_such_database'],
  [/permission denied for database/i, 'connect'],
  [/login rejected|ssl required|pg_hba\.conf/i, 'login'],
  [/authentication failed|no such user|role ".*" does not exist/i, 'password'],
];

const refusedBy = (code: string, { message }: Error): ForbiddenReason | undefined =>
  code === OF_PGBOUNCER ? PGBOUNCER_SAYS.find(([words]) => words.test(message))?.[1] : REFUSED[code];

/** What `pg` says in its own words, without a code. */
const NO_TLS = 'The server does not support SSL connections';

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : '';
};

/** Of errors of the system, and of Node. All other codes are OpenSSL's, of which there are dozens (`man verify`). */
const NOT_OF_TLS = /^(?:|E(?:AI_)?[A-Z0-9]+|ERR_(?!TLS_|SSL_|OSSL_).*)$/;
const OVER = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

function refusedByTls(error: unknown, code: string): ForbiddenReason | null {
  if (error instanceof pg.DatabaseError) return null;
  if (OVER.has(code)) return 'certificate_expired';
  const says = error instanceof Error ? error.message : '';
  return code === 'EPROTO' || says === NO_TLS || !NOT_OF_TLS.test(code) ? 'tls' : null;
}

/** Of a new connection. A server can let a role in, and not into the database: later the same code is about a table. */
export function connectError(error: unknown): AgentAuthError | DatabaseBusy {
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError && code === '42501') return forbidden('connect');
  const reason = refusedByTls(error, code);
  return reason === null ? postgresError(error) : forbidden(reason);
}

/** Replaces errors of the server and of the driver, whose texts can quote values. */
export function postgresError(error: unknown): AgentAuthError | DatabaseBusy {
  if (error instanceof AgentAuthError || error instanceof DatabaseBusy) return error;
  const code = codeOf(error);
  // Without an answer of the server: it is not there, or the connection broke.
  if (!(error instanceof pg.DatabaseError)) return new ConnectionLost(whyAway(error, code));
  const reason = refusedBy(code, error);
  if (reason === undefined && LOST.test(code)) return new ConnectionLost(`database ${code}`);
  if (BUSY.has(code)) return new DatabaseBusy(LATE.has(code) ? `database ${code}` : null);
  if (reason !== undefined) return forbidden(reason);
  // Data that no column takes: a text with a zero byte, a number with more than 64 bits.
  if (code.startsWith('22'))
    return new AgentAuthError('invalid_input', {
      problems: ['a text with a zero byte, or a number that is too large'],
    });
  return new AgentAuthError('vault_unavailable', { database: code });
}
