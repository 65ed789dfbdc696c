import type { Command } from 'commander';
import { act, type Cli } from '../action.js';

export const server = (parent: Command, cli: Cli): Command =>
  parent
    .command('server')
    .description('Run only the HTTP server, for the Temporal server named in the environment.')
    .addHelpText(
      'after',
      `
Configured by environment variables: see docs/operations.md. It needs an access key, and no vault.

Example:
  $ TEMPORAL_ADDRESS=temporal:7233 AGENT_AUTH_ACCESS_KEY_FILE=/run/secrets/access-key agent-auth server`,
    )
    .action(
      act(cli, async (scene) => {
        const { inForeground } = await import('../foreground.js');
        const { serverPart } = await import('../../server/server-part.js');
        return inForeground(scene, serverPart(true), ({ url }) => `Ready. HTTP API ${url}`);
      }),
    );
