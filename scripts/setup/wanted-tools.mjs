/** What names a Temporal server of the user's own, as Temporal's SDKs read it. */
const SERVER_VARIABLES = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'];

/**
 * The programs that set-up has to provide. A server of one's own makes the local one needless, except for tests.
 *
 * @param {{ withTestServer: boolean, env: NodeJS.ProcessEnv }} situation
 * @returns {(keyof import('../../worker/tools.js').Tools)[]}
 */
export function wantedTools({ withTestServer, env }) {
  if (withTestServer) return ['temporal', 'testServer', 'chromium'];
  return SERVER_VARIABLES.some((name) => env[name]) ? ['chromium'] : ['temporal', 'chromium'];
}
