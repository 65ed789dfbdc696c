import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, Hono } from 'hono';
import { AgentAuthError } from '../contract/errors/errors.js';
import { builtFile } from '../worker/built-file.js';
import type { ServerConfig } from './config.js';
import type { Env } from './http/env.js';

const FOLDER = builtFile('server', 'hosted');

/** Scripts and styles from this server only, and no framing (CSP level 3). */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const IMMUTABLE = 'public, max-age=31536000, immutable';

/** A browser follows the link of a person; clients of the API ask for JSON, and show a key or a token. */
const isPerson = (context: Context): boolean =>
  context.req.header('authorization') === undefined && (context.req.header('accept') ?? '').includes('text/html');

/** The page of a person's link: the same address as the invocation's, told apart by what is asked for. */
export function hostedPage(app: Hono<Env>, config: ServerConfig): void {
  app.get('/agents/auth/invocations/:id', async (context, next) => {
    context.header('Vary', 'Accept, Authorization');
    if (!isPerson(context)) return next();
    const index = join(FOLDER, 'index.html');
    if (!existsSync(index)) throw new AgentAuthError('no_such_address');
    context.header('Content-Security-Policy', PAGE_POLICY);
    return context.html(await readFile(index, 'utf8'));
  });
  app.get('/hosted/config.json', (context) => context.json({ allowed_return_urls: config.returnUrls }));
  app.use(
    '/hosted/*',
    serveStatic({
      root: FOLDER,
      rewriteRequestPath: (path) => path.replace(/^\/hosted/, ''),
      onFound: (_, context) => {
        context.header('Content-Security-Policy', PAGE_POLICY);
        // File names in there carry a hash of the content.
        if (context.req.path.startsWith('/hosted/assets/')) context.header('Cache-Control', IMMUTABLE);
      },
    }),
  );
}
