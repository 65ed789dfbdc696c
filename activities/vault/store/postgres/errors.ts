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

const TLS = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'EPROTO',
]);
/** What `pg` says in its own words, without a code. */
const NO_TLS = 'The server does not support SSL connections';

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : '';
};

const isOfTls = (error: unknown, code: string): boolean =>
  TLS.has(code) || /^ERR_(?:TLS|SSL)_/.test(code) || (error instanceof Error && error.message === NO_TLS);

/** What a server says that lets a role in, and not into the database. Later the same code is about a table. */
export function connectError(error: unknown): AgentAuthError | DatabaseBusy {
  const isRight = error instanceof pg.DatabaseError && codeOf(error) === '42501';
  return isRight ? forbidden('connect') : postgresError(error);
}

/** Replaces errors of the server and of the driver, whose texts can quote values. */
export function postgresError(error: unknown): AgentAuthError | DatabaseBusy {
  if (error instanceof AgentAuthError || error instanceof DatabaseBusy) return error;
  const code = codeOf(error);
  if (isOfTls(error, code)) return forbidden('tls');
  // Without an answer of the server: it is not there, or the connection broke.
  if (!(error instanceof pg.DatabaseError)) return new ConnectionLost(whyAway(error, code));
  const reason = refusedBy(code, error);
  if (reason === undefined && LOST.test(code)) return new ConnectionLost(`database ${code}`);
  if (BUSY.has(code)) return new DatabaseBusy();
  if (reason !== undefined) return forbidden(reason);
  // Data that no column takes: a text with a zero byte, a number with more than 64 bits.
  if (code.startsWith('22'))
    return new AgentAuthError('invalid_input', {
      problems: ['a text with a zero byte, or a number that is too large'],
    });
  return new AgentAuthError('vault_unavailable', { database: code });
}
