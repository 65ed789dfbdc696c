import { readdirSync } from 'node:fs';
import type { App } from './app.js';
import { describeApp, wholeStack } from './describe-app.js';

const setting = wholeStack();

/** Every file in `apps/` exports one application. */
for (const file of readdirSync(new URL('apps', import.meta.url)).sort()) {
  const exported: Record<string, App> = await import(`./apps/${file.replace('.ts', '')}.ts`);
  for (const app of Object.values(exported)) describeApp(app, setting);
}
