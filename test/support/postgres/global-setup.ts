import { makeTemplates, SERVER } from './databases.js';
import { OWNER, startPostgres } from './server.js';

/** One server for all files of a run that need one. Without one they fail. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  await makeTemplates(server);
  process.env[SERVER] = server.url(OWNER, 'postgres');
  return () => server.stop();
}
