import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installStep, type Source } from './source.js';

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Packages below it that come without a compiled part; the install scripts of all others are left out. */
  readonly compiled?: readonly string[];
  /** Versions of packages below it that take the place of those that it asks for. */
  readonly overrides?: Readonly<Record<string, string>>;
}

/** An application that comes as an npm package: in `node_modules` of the folder. */
export const npm = ({ name, version, compiled = [], overrides = {} }: NpmPackage): Source => ({
  version,
  async install(folder) {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
    await installStep(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`], {
      cwd: folder,
      needs: 'It needs the npm registry.',
    });
    if (compiled.length === 0) return;
    await installStep(['npm', 'rebuild', ...compiled], {
      cwd: folder,
      needs: `It needs what compiles ${compiled.join(' and ')}: Python 3, make, a C++ compiler and the headers of Node.`,
    });
  },
});
