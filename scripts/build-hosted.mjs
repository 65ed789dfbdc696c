// Builds the hosted page (server/hosted) into static files: no inline script or style, so that the strictest CSP holds.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../server/hosted', import.meta.url));

/**
 * Builds the page.
 * @param {string} outDir emptied first
 */
export async function buildHosted(outDir) {
  // Loaded here, so that a start with nothing to build does not pay for it.
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: SOURCES,
    base: '/hosted/',
    publicDir: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: true,
      // The oldest browsers that can seal a value: X25519 and Ed25519 in WebCrypto.
      target: ['chrome137', 'firefox130', 'safari17'],
      // Inlined files would be `data:` addresses, which the CSP refuses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // It would copy the whole public suffix list to each place that reads it.
      rolldownOptions: { optimization: { inlineConst: false } },
      license: { fileName: 'licenses.md' },
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildHosted(resolve(process.argv[2] ?? resolve(dirname(SOURCES), '../dist/server/hosted')));
}
