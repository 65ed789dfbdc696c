import { AgentAuthError, type ProviderTest } from '../../../contract/index.js';
import { providers } from '../../../contract/schemas/providers.js';
import { Later, type Operation } from '../calls/operation.js';
import { askInTime } from './asking.js';
import { findProvider, openToken } from './record.js';

/** By the reasons of `provider_unavailable` and `provider_answer_invalid`. */
const WHY: Readonly<Record<string, string>> = {
  timeout: 'It took too long.',
  unreachable: 'There was no connection.',
  certificate:
    "Its certificate is expired, of another host, or of an authority that the worker doesn't know: name that in NODE_EXTRA_CA_CERTS.",
  server_error: 'It reports an error of its own.',
  not_there: "No such file is in the folder `providers` of the worker's state folder.",
  not_executable: 'The program may not be run: `chmod 700` allows it.',
  not_json: 'It is no JSON.',
  too_large: 'It is too large.',
  nothing: 'It is empty.',
  redirect: 'It points to another address: give that one.',
};

const sentenceOf = ({ message, next, details }: AgentAuthError): string =>
  [message, WHY[String(details.reason)], next].filter((text) => text !== undefined).join(' ');

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
        return { success: false, vaults: [], error: sentenceOf(error), error_code: error.code };
      }
    });
  },
};
