/** The HTTP side in a process of its own: `node server-process.js`. Stops on SIGTERM, and when the process that started it is gone. */
import { runPart } from '../worker/part-process.js';
import { serverPart } from './server-part.js';

runPart(serverPart(false));
