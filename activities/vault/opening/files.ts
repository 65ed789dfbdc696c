import { join, resolve } from 'node:path';

/** What lies in a state folder. */
export function filesIn(stateDir: string) {
  const folder = resolve(stateDir);
  return {
    folder,
    lock: join(folder, 'vault.lock'),
    masterKey: join(folder, 'master-key'),
    database: join(folder, 'vault.db'),
    accessKey: join(folder, 'access-key'),
  };
}
