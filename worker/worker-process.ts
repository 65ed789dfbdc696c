/** One worker in a process of its own: `node worker-process.js`. Stops on SIGTERM, and when the process that started it is gone. */
import { runPart } from './part-process.js';
import { workerPart } from './worker-part.js';

runPart(workerPart(false));
