import type { LearnedRecipeInfo } from '../../../contract/index.js';
import { recipes } from '../../../contract/schemas/recipes.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { toText } from '../store/times.js';
import type { LearnedRecipe } from '../types.js';
import { FORMAT } from './learned.js';

/** What logins learned, newest first. */
export const listRecipes: Operation<'recipes.list'> = {
  scope: 'orchestrate',
  writes: false,
  params: recipes.list,
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    const rows = await db
      .selectFrom('learned_recipes')
      .innerJoin('agents', 'agents.id', 'learned_recipes.agent_id')
      .select(['agent_id', 'domain', 'profile_name', 'recipe', 'learned_at'])
      .where('format', '=', FORMAT)
      .orderBy('learned_at', 'desc')
      .orderBy('agent_id')
      .limit(limit)
      .offset(offset)
      .execute();
    return toPage(rows, params, ({ agent_id, domain, profile_name, recipe, learned_at }) => ({
      auth_agent_id: agent_id,
      domain,
      profile_name,
      ...inWords(JSON.parse(recipe) as LearnedRecipe),
      learned_at: toText(learned_at),
    }));
  },
};

/** What a person can read of it: pages and the names of their fields, no selectors. */
const inWords = ({
  login_url,
  session_url,
  recipes,
}: LearnedRecipe): Pick<LearnedRecipeInfo, 'login_url' | 'session_url' | 'pages'> => ({
  login_url,
  session_url,
  pages: recipes.map(({ host, paths, forms }) => ({
    host,
    path: paths?.[0] ?? '/',
    forms: forms.map(({ fields }) => ({ fields: Object.keys(fields) })),
  })),
});
