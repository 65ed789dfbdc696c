import type { Recipe } from '../../../contract/recipes/recipe.js';
import type { ElementRef, ViewField } from '../page-world/view.js';
import { placesOf } from './prefer-learned.js';
import { fieldNameFor } from './proposals-at.js';

/** The form as a recipe writes it; null where a field has no name there, or asks for something else each time. */
export function recipeFormOf(fields: readonly ViewField[], submit: ElementRef | null): Recipe['forms'][number] | null {
  if (fields.some(({ positions }) => positions !== null)) return null;
  const named = fields.map((field) => [fieldNameFor(field), field] as const);
  if (named.length === 0 || named.some(([name]) => name === null)) return null;
  const entries = named.map(([name, field]) => {
    const places = placesOf(field);
    return [name, [places.length > 1 ? places : places[0]]];
  });
  return {
    category: 'account-login',
    fields: Object.fromEntries(entries),
    ...(submit === null ? {} : { actions: { submit: [submit.css] } }),
  };
}
