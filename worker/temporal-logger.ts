import type { Logger, LogLevel, LogMetadata } from '@temporalio/worker';
import type { Log } from './log.js';

/** Members of Temporal's log lines that say where something happened. The error itself may quote what user code threw. */
const WHERE = ['workflowId', 'runId', 'workflowType', 'activityType', 'activityId', 'taskQueue', 'attempt'] as const;

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'info', ERROR: 'error' } as const;

const whereOf = (meta: LogMetadata | undefined): Record<string, unknown> =>
  Object.fromEntries(WHERE.flatMap((name) => (meta?.[name] === undefined ? [] : [[name, meta[name]]])));

/** Forwards Temporal's log lines to our log: what happened and where, never the error's text. */
export function temporalLogger(log: Log): Logger {
  const write = (level: LogLevel) => (message: string, meta?: LogMetadata) =>
    log[LEVELS[level]](whereOf(meta), message);
  return {
    log: (level, message, meta) => write(level)(message, meta),
    trace: write('TRACE'),
    debug: write('DEBUG'),
    info: write('INFO'),
    warn: write('WARN'),
    error: write('ERROR'),
  };
}
