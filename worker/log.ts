import { type Logger, pino } from 'pino';
import { z } from 'zod';
import { type Environment, readEnvironment } from './read-environment.js';

export type Log = Logger;

/** Members that are cut out of log lines at any depth. A second line of defence: nothing should log them. */
const SECRET_MEMBERS = [
  'password',
  'code',
  'values',
  'field_values',
  'totp_secret',
  'access_key',
  'secret',
  'cookie',
  'authorization',
  'storage_state',
];

const environment = z.object({
  AGENT_AUTH_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
});

/** @throws AgentAuthError `invalid_input`, naming the variable */
export const readLogLevel = (env: Environment): string => readEnvironment(environment, env).AGENT_AUTH_LOG_LEVEL;

/**
 * JSON lines on standard error: standard output belongs to the command line.
 * @param level `AGENT_AUTH_LOG_LEVEL`
 */
export const createLog = (level = readLogLevel(process.env)): Log =>
  pino(
    {
      level,
      base: null,
      redact: { paths: SECRET_MEMBERS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ fd: 2, sync: true }),
  );
