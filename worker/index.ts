/**
 * The parts that make a deployment: the whole stack in one call, or a worker in a process of yours.
 * @module
 */
export { type OpenVault, openVault, type PostgresVault, type Vault } from '../activities/vault/index.js';
export { readConfig, type WorkerConfig } from './config.js';
export { createLog, type Log } from './log.js';
export { type RunningWorker, runWorker } from './run-worker.js';
export { type Stack, type StackEvent, type StackOptions, type StackPart, startStack } from './up.js';
