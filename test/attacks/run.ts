/** `npm run test:attacks` with a stack in the environment: prints each threat and whether it held. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { AgentAuth, AgentAuthError } from '../../client/index.js';
import { attackStack } from './attack-stack.js';

// One of the attacks runs a worker of its own.
Runtime.install({ logger: new DefaultLogger('ERROR') });
const auth = await AgentAuth.connect().catch((error: unknown) => {
  if (!(error instanceof AgentAuthError)) throw error;
  console.error(`Nothing was tried: ${error.message} ${error.next} (${error.code})`);
  process.exit(2);
});
const verdicts = await attackStack(auth, ({ threat, verdict, why }) => {
  console.log(`${verdict.padEnd(9)}  ${threat}${why === null ? '' : `: ${why}`}`);
});
await auth.close();
const count = (wanted: (typeof verdicts)[number]['verdict']): number =>
  verdicts.filter(({ verdict }) => verdict === wanted).length;
console.log(`\n${count('held')} held, ${count('broken')} broken, ${count('not tried')} not tried.`);
process.exit(count('broken') === 0 ? 0 : 1);
