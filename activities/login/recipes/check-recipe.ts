import { z } from 'zod';
import { type Recipe, recipeSchema } from '../../../contract/recipes/recipe.js';

/** Recipes, or what is wrong with them: one sentence each, with its place in the text. */
export type CheckedRecipes =
  | { readonly recipes: readonly Recipe[]; readonly problems: readonly [] }
  | { readonly recipes: null; readonly problems: readonly string[] };

const severalRecipes = z.array(recipeSchema).min(1, 'holds no recipe').max(200, 'holds more than 200 recipes');

/** Checks the text of a recipe file: one recipe or a list of them, as JSON. No problem repeats what stands in the file. */
export function checkRecipe(text: string): CheckedRecipes {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { recipes: null, problems: [`is not JSON${placeOf(error, text)}`] };
  }
  const { data, error } = Array.isArray(json) ? severalRecipes.safeParse(json) : recipeSchema.safeParse(json);
  if (data === undefined) return { recipes: null, problems: (error as z.ZodError).issues.map(problemOf) };
  return { recipes: Array.isArray(data) ? data : [data], problems: [] };
}

/** Where the parser gave up. Its own message quotes the text. */
function placeOf(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? '' : ` from line ${text.slice(0, Number(position)).split('\n').length} on`;
}

function problemOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const what = issue.code === 'unrecognized_keys' ? `has unknown members: ${issue.keys.join(', ')}` : issue.message;
  return place === '' ? what : `${place.replace(/^\./, '')}: ${what}`;
}
