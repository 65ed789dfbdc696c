import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function packageRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from));
}

/** Path of a file that `npm run build` makes, whether this module runs from the sources or from `dist`. */
export const builtFile = (...path: string[]): string =>
  join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'dist', ...path);
