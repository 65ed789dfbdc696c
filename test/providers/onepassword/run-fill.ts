import { createClient } from '@1password/sdk';
import { failureOf } from '../../../activities/providers/onepassword/failure.js';
import { TEST_VAULT } from './accounts.js';
import { fill, NotForTests } from './fill.js';

const auth = process.env.OP_SERVICE_ACCOUNT_TOKEN ?? '';
try {
  const client = await createClient({ auth, integrationName: 'agent-auth-tests', integrationVersion: '1.0.0' });
  const created = await fill(client, TEST_VAULT);
  console.log(created.length === 0 ? 'Everything is there.' : `Created in ${TEST_VAULT}: ${created.join(', ')}`);
} catch (error) {
  // What the SDK says can quote what it was given.
  console.error(error instanceof NotForTests ? error.message : `1Password: ${failureOf(error)}`);
  process.exitCode = 1;
}
