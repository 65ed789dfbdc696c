import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

// `npm run -s engine -- FILE...`: what set-up has to say goes to stderr, so that stdout is JSON lines and nothing else.
if (await setUp()) {
  const engine = new URL('../dist/cli/engine/engine.js', import.meta.url);
  process.argv[1] = fileURLToPath(engine);
  await import(engine.href);
} else {
  process.exitCode = 1;
}
