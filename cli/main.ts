#!/usr/bin/env node
import { run } from './run.js';
import { processIo } from './terminal/io.js';

const code = await run(process.argv.slice(2), processIo());
// A prompt that was given up, or a call that Temporal still holds, must not keep the process; what was printed must be out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
