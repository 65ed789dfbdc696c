import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import type { LearnedRecipe } from '../types.js';

/** Grows when a stored recipe can no longer be read as it is; then it is learned anew. */
export const FORMAT = 1;

/** See `LoginVault.learnedRecipe`. */
export function learnedRecipe(ctx: VaultContext, agentId: string): Promise<LearnedRecipe | null> {
  return inTransaction(ctx.db, async (db) => {
    const row = await db
      .selectFrom('learned_recipes')
      .select('recipe')
      .where('agent_id', '=', agentId)
      .where('format', '=', FORMAT)
      .executeTakeFirst();
    return row === undefined ? null : (JSON.parse(row.recipe) as LearnedRecipe);
  });
}

/** See `LoginVault.learnRecipe`. */
export function learnRecipe(ctx: VaultContext, agentId: string, recipe: LearnedRecipe): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    const agent = await db.selectFrom('agents').select('id').where('id', '=', agentId).executeTakeFirst();
    // Revoked while its last login ended.
    if (agent === undefined) return;
    const known = await db
      .selectFrom('learned_recipes')
      .select('version')
      .where('agent_id', '=', agentId)
      .executeTakeFirst();
    const row = {
      format: FORMAT,
      version: (known?.version ?? 0) + 1,
      recipe: JSON.stringify(recipe),
      learned_at: ctx.clock(),
    };
    await db
      .insertInto('learned_recipes')
      .values({ agent_id: agentId, ...row })
      .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
      .execute();
  });
}

/** See `LoginVault.forgetRecipe`. */
export function forgetRecipe(ctx: VaultContext, agentId: string): Promise<void> {
  return inTransaction(ctx.db, async (db) => {
    await db.deleteFrom('learned_recipes').where('agent_id', '=', agentId).execute();
  });
}
