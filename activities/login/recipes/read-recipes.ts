import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentAuthError } from '../../../contract/index.js';
import type { Recipe } from '../../../contract/recipes/recipe.js';
import { checkRecipe } from './check-recipe.js';

const MAX_PROBLEMS = 20;

/**
 * Reads the recipes of a folder: its `.json` files, in the order of their names.
 * @param required whether the folder has to be there
 * @throws AgentAuthError `recipe_invalid`; its details name the file, the place in it, and what is wrong
 */
export async function readRecipes(folder: string, { required }: { readonly required: boolean }): Promise<Recipe[]> {
  const checked = await Promise.all((await filesIn(folder, required)).map((name) => checkFile(join(folder, name))));
  const problems = checked.flatMap((file) => file.problems);
  if (problems.length > 0) throw new AgentAuthError('recipe_invalid', { problems: problems.slice(0, MAX_PROBLEMS) });
  return checked.flatMap(({ recipes }) => recipes ?? []);
}

/** Checks one file. Each problem begins with the file's name. */
export async function checkFile(path: string): Promise<ReturnType<typeof checkRecipe>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { recipes: null, problems: [`${path}: can't be read (${codeOf(error)})`] };
  }
  const checked = checkRecipe(text);
  if (checked.recipes !== null) return checked;
  return { recipes: null, problems: checked.problems.map((problem) => `${path}: ${problem}`) };
}

async function filesIn(folder: string, required: boolean): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' && !required) return [];
    throw new AgentAuthError('recipe_invalid', { problems: [`${folder}: can't be read (${code})`] });
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
