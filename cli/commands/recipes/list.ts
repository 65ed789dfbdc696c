import type { Command } from 'commander';
import type { LearnedRecipeInfo } from '../../../contract/vault-calls.js';
import { actWithAuth, type Cli } from '../../action.js';
import { row } from '../../terminal/print.js';

/** `example.com/login (email, password)` for each form that was filled. */
const inWords = ({ login_url, pages }: LearnedRecipeInfo): string => {
  const forms = pages.flatMap(({ host, path, forms }) =>
    forms.map(({ fields }) => `${host}${path} (${fields.join(', ')})`),
  );
  return forms.join(', then ') || (login_url ?? '');
};

export const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List what logins have learned: the agent, when, and which forms of which pages it fills.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const learned of auth.recipes.list({ limit: 100 })) {
          print.line(
            learned,
            row([
              [learned.auth_agent_id, 40],
              [learned.learned_at, 24],
              [inWords(learned), 0],
            ]),
          );
        }
      }),
    );
