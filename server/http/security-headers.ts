import type { MiddlewareHandler } from 'hono';

/** For every answer: nothing is guessed, framed, cached or told to others. */
const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
} as const;

const HSTS = 'max-age=31536000';

/** @param isHttps whether people reach the server by https: then only so (RFC 6797) */
export const securityHeaders =
  (isHttps: boolean): MiddlewareHandler =>
  async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(ALWAYS))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    if (isHttps) context.res.headers.set('Strict-Transport-Security', HSTS);
  };
