/** `npm run test:attacks` with a stack in the environment: prints each threat and whether it held. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { AgentAuth } from '../../client/index.js';
import { attackStack } from './attack-stack.js';

// One of the attacks runs a worker of its own.
Runtime.install({ logger: new DefaultLogger('ERROR') });
const auth = await AgentAuth.connect();
const verdicts = await attackStack(auth, ({ threat, verdict, why }) => {
  console.log(`${verdict.padEnd(9)}  ${threat}${why === null ? '' : `: ${why}`}`);
});
await auth.close();
const broken = verdicts.filter(({ verdict }) => verdict === 'broken').length;
console.log(broken === 0 ? '\nNothing broken.' : `\n${broken} broken.`);
process.exit(broken === 0 ? 0 : 1);
