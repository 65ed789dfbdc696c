import type { Command } from 'commander';
import type { LearnedRecipeInfo } from '../../contract/agent/learned-recipe-info.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { act, actWithAuth, type Cli } from '../action.js';
import { row } from '../terminal/print.js';

const check = (parent: Command, cli: Cli): Command =>
  parent
    .command('check')
    .description('Check recipe files for mistakes; needs no stack.')
    .argument('<files...>', 'JSON, a recipe or a list of them')
    .action(
      act<[string[]], object>(cli, async ({ print }, _, files) => {
        // Loaded here: other commands need nothing of it.
        const { checkFile } = await import('../../activities/login/index.js');
        const checked = await Promise.all(files.map(async (file) => ({ file, ...(await checkFile(file)) })));
        for (const { file, recipes } of checked) {
          if (recipes === null) continue;
          const hosts = [...new Set(recipes.map(({ host }) => host))];
          print.line({ file, hosts }, `${file}: ${hosts.join(', ')}`);
        }
        const problems = checked.flatMap((file) => file.problems);
        if (problems.length === 0) return;
        for (const problem of problems) print.note(problem);
        throw new AgentAuthError('recipe_invalid', print.json ? { problems } : {});
      }),
    );

const forget = (parent: Command, cli: Cli): Command =>
  parent
    .command('forget')
    .description('Forget what the logins of an agent have learned; the next one finds the way anew.')
    .argument('<agent-id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const { forgotten } = await auth.recipes.forget(id);
        print.line(
          { agent: id, forgotten },
          forgotten ? `Forgot what ${id} had learned.` : `${id} had learned nothing.`,
        );
      }),
    );

/** `example.com/login (email, password)` for each form that was filled. */
const inWords = ({ login_url, pages }: LearnedRecipeInfo): string => {
  const forms = pages.flatMap(({ host, path, forms }) =>
    forms.map(({ fields }) => `${host}${path} (${fields.join(', ')})`),
  );
  return forms.join(', then ') || (login_url ?? '');
};

const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List what logins have learned: for which agent, when, and which forms are filled.')
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

export function recipes(parent: Command, cli: Cli): void {
  const group = parent
    .command('recipes')
    .description('How to log in to sites: what you wrote, and what logins have learned.');
  for (const add of [check, list, forget]) add(group, cli);
}
