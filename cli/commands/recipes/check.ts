import type { Command } from 'commander';
import { AgentAuthError } from '../../../contract/errors.js';
import { act, type Cli } from '../../action.js';

export const check = (parent: Command, cli: Cli): Command =>
  parent
    .command('check')
    .description('Check recipe files, without a stack: what is wrong, and where.')
    .argument('<files...>', 'JSON, a recipe or a list of them')
    .action(
      act<[string[]], object>(cli, async ({ print }, _, files) => {
        // Loaded here: other commands need nothing of it.
        const { checkFile } = await import('../../../activities/login/recipes/read-recipes.js');
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
