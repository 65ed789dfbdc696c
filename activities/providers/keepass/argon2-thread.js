/** The thread that makes the key of a file. It computes for a second and more: on the worker's main thread that would hold up every login. */
import { parentPort, workerData } from 'node:worker_threads';
import { argon2d, argon2id } from 'hash-wasm';

/** @type {import('./make-key.js').KeyTask} */
const { kind, ...task } = workerData;
const derive = kind === 'argon2d' ? argon2d : argon2id;
parentPort?.postMessage(await derive({ ...task, outputType: 'binary' }));
