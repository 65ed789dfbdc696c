import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function packageRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageRoot(dirname(from));
}

/** Path of a file of this package, whether this module runs from the sources or from `dist`. */
export const packageFile = (...path: string[]): string =>
  join(packageRoot(dirname(fileURLToPath(import.meta.url))), ...path);

/** Path of a file that `npm run build` makes. */
export const builtFile = (...path: string[]): string => packageFile('dist', ...path);
