import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { readAddress, wrongAddress } from './address.js';
import { ConnectionLost, connectError, postgresError } from './errors.js';

/** Connections of one worker. Each serves one transaction at a time; what else there is waits. */
const MAX_CONNECTIONS = 10;
/** How long a connection, or a free one of the pool, is waited for. Ms. */
const CONNECT_MS = 4_000;
/** An answer that takes longer comes no more: the server gives up sooner (see begin.ts). Ms. */
export const ANSWER_MS = 15_000;

const INT8 = 20;

/** Times and steps are 64-bit integers that a number holds. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)),
};

function createPool(given: string, answerMs: number): pg.Pool {
  const url = readAddress(given);
  try {
    // Reads the files that the address names. The pool itself would do so later, once for each connection.
    new pg.Client({ connectionString: url });
    return new pg.Pool({
      connectionString: url,
      application_name: 'agent-auth',
      max: MAX_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: answerMs,
      keepAlive: true,
      types,
    });
  } catch {
    // Its text quotes the address, which holds a password.
    throw wrongAddress();
  }
}

/** A connection whose errors are ours, and that is not used again once it broke. */
function watched(client: pg.PoolClient): PostgresPoolClient {
  let isBroken = false;
  const query = async (text: string, values: readonly unknown[]) => {
    // Where answers got lost, the next one would be waited for as long: also that of a rollback, which nobody needs.
    if (isBroken) throw new ConnectionLost('connection_closed');
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      const ours = postgresError(error);
      isBroken ||= ours instanceof ConnectionLost;
      throw ours;
    }
  };
  // Without cursors, which nobody here uses.
  return { query: query as never, release: () => client.release(isBroken) };
}

/**
 * A bounded pool of connections.
 * @param answerMs how long an answer is waited for
 * @throws AgentAuthError `invalid_input` when `url` is not one of a Postgres server
 */
export function openPool(url: string, answerMs: number): PostgresPool {
  const pool = createPool(url, answerMs);
  // A connection that breaks says so in two ways. Who uses it hears of it from its query; where nobody does, the next one gets another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    async connect() {
      try {
        return watched(await pool.connect());
      } catch (error) {
        throw connectError(error);
      }
    },
    async end() {
      if (!pool.ending) await pool.end();
    },
  };
}
