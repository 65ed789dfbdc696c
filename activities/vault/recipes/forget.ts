import { recipes } from '../../../contract/schemas/recipes.js';
import { findAgent } from '../agents/find.js';
import type { Operation } from '../calls/operation.js';

/**
 * Drops what an agent's logins learned; the next one finds its way by itself.
 * @throws AgentAuthError `agent_not_found`
 */
export const forgetLearned: Operation<'recipes.forget'> = {
  scope: 'orchestrate',
  writes: true,
  params: recipes.forget,
  async run({ db, params }) {
    const { id } = await findAgent(db, params.id);
    const { numDeletedRows } = await db.deleteFrom('learned_recipes').where('agent_id', '=', id).executeTakeFirst();
    return { forgotten: numDeletedRows > 0n };
  },
};
