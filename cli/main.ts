#!/usr/bin/env node
import { processIo } from './lib/io.js';
import { run } from './run.js';

process.exitCode = await run(process.argv.slice(2), processIo());
// A prompt that was given up, or a connection that lingers, must not keep the process.
process.stdin.unref?.();
