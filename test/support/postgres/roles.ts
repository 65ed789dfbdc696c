/** The roles of docs/operations.md: one owns the tables, the workers' may change rows and nothing else. */
export const MIGRATOR = 'vault_migrator';
export const WORKER = 'vault_worker';

export const makeRoles = [
  `create role ${MIGRATOR} login`,
  `create role ${WORKER} login`,
  // Those that get in only by password, only by TLS, and with no right at all.
  "create role strict login password 'right'",
  'create role tls_only login',
  'create role stranger login',
];

/** In a new database that the migrator owns. */
export const grantRights = [
  'revoke all on schema public from public',
  `grant usage, create on schema public to ${MIGRATOR}`,
  `grant usage on schema public to ${WORKER}`,
  `alter default privileges for role ${MIGRATOR} in schema public grant select, insert, update, delete on tables to ${WORKER}`,
];
