/** Why a vault can't be on a database, and what to do about it. */
import { AgentAuthError } from '../../../../contract/index.js';
import type { Differences } from '../shape.js';

/** Of a server that lets nobody in, or lets us do too little. */
const FORBIDDEN = {
  password:
    'Check the user and the password in AGENT_AUTH_DATABASE_URL. There a password with signs such as @ : / # % is written in percent encoding.',
  login:
    'The server does not let this user in: there is no such role, it may not log in, or not from this machine, or not without TLS (its pg_hba.conf says how). Where it asks for TLS, add ?sslmode=verify-full to the address.',
  connect:
    'The role has no right to connect to the database. Its owner gives it: grant connect on database NAME to ROLE.',
  no_such_database: 'Make the database, or correct its name at the end of AGENT_AUTH_DATABASE_URL.',
  rights:
    'Make or update the tables with `agent-auth migrate` and the role that owns them. The role of the workers needs the rights that docs/operations.md gives it under "Postgres".',
  row_security:
    'Row level security would hide rows of these tables from this role, and the vault would take them for gone: alter table NAME disable row level security.',
  read_only:
    'The server takes no writes: it is a replica, or default_transaction_read_only is set for this user or database. Name the primary in AGENT_AUTH_DATABASE_URL.',
  tls: "The server's certificate has to be for the host that AGENT_AUTH_DATABASE_URL names, by an authority that is known here (add sslrootcert=FILE for one of your own). Or the server does not offer TLS.",
  certificate_expired:
    "The server's certificate is over, or not valid yet: give the server a new one (ssl_cert_file), and look at the clock of this machine.",
} as const;

/** Of a server or database that is not fit for a vault. */
const INVALID = {
  postgres_too_old: 'Use Postgres 15 or later.',
  not_utf8: "Make the database with encoding 'UTF8'.",
  no_schema:
    'The role may use no schema there. Give it the rights that docs/operations.md gives under "Postgres", or set its search_path.',
  another_schema:
    'The tables are in another schema than the first of the search_path of this role, in which new ones would be made: alter role NAME set search_path = that schema, for the role of the workers and the one that owns the tables.',
  not_a_vault: 'The database is in use by another program. Make one for the vault alone.',
  tables_differ:
    'The tables are not as the migrations in kysely_migration made them: somebody changed them, or a backup was restored in part. Restore all of it into an empty database.',
  made_by_another_version: 'The tables are of a later version. Use that version, or another database.',
} as const;

export type ForbiddenReason = keyof typeof FORBIDDEN;

/** @param tables those that it concerns */
export const forbidden = (reason: ForbiddenReason, tables?: readonly string[]): AgentAuthError =>
  new AgentAuthError('database_forbidden', { reason, ...(tables && { tables }), advice: FORBIDDEN[reason] });

/** @param what it concerns */
export const invalid = (
  reason: keyof typeof INVALID,
  what: Differences | { readonly tables_in: string } = {},
): AgentAuthError => new AgentAuthError('database_invalid', { reason, ...what, advice: INVALID[reason] });
