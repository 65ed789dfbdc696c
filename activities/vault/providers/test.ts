import { AgentAuthError, type ProviderTest } from '../../../contract/index.js';
import { providers } from '../../../contract/schemas/providers.js';
import { Later, type Operation } from '../calls/operation.js';
import { askInTime } from './asking.js';
import { findProvider, openToken } from './record.js';

/**
 * Asks a provider whether it answers. What is wrong with it is an answer too.
 * @throws AgentAuthError `provider_not_found`
 */
export const testProvider: Operation<'providers.test'> = {
  scope: 'admin',
  writes: false,
  params: providers.test,
  async run({ ctx, db, params }) {
    const row = await findProvider(db, params.id_or_name);
    const known = { row, token: await openToken(ctx, db, row) };
    return new Later(async (): Promise<ProviderTest> => {
      try {
        const vaults = await askInTime(ctx, known, (provider) => provider.check());
        return { success: true, vaults: vaults.map(({ id, name }) => ({ id, name })) };
      } catch (error) {
        if (!(error instanceof AgentAuthError) || !error.code.startsWith('provider_')) throw error;
        return { success: false, vaults: [], error: `${error.message} ${error.next}`, error_code: error.code };
      }
    });
  },
};
