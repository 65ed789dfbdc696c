import type { Migration, MigrationProvider } from 'kysely';
import * as first from './0001-first.js';
import * as staySignedIn from './0002-stay-signed-in.js';
import * as learnedRecipes from './0003-learned-recipes.js';
import * as trace from './0004-trace.js';
import * as links from './0005-links.js';
import * as begins from './0006-begins.js';
import * as ledger from './0007-ledger.js';
import * as sendTo from './0008-send-to.js';
import * as asked from './0009-asked.js';
import * as profileHolds from './0010-profile-holds.js';
import * as consents from './0011-consents.js';
import * as keptForLogins from './0012-kept-for-logins.js';
import * as endDetails from './0013-end-details.js';
import * as waitsSince from './0014-waits-since.js';
import * as copies from './0015-copies.js';
import * as siteSlots from './0016-site-slots.js';
import * as commits from './0017-commits.js';
import * as profilePins from './0019-profile-pins.js';
import * as agentChanges from './0021-agent-changes.js';
import * as pieces from './0022-pieces.js';
import * as pauses from './0023-pauses.js';
import * as agentProxies from './0024-agent-proxies.js';
import * as events from './0025-events.js';
import * as providers from './0030-providers.js';
import * as sessionChecks from './0031-session-checks.js';
import * as browserChecks from './0032-browser-checks.js';
import * as sessionLives from './0033-session-lives.js';
import * as reauthWaits from './0034-reauth-waits.js';
import * as circuits from './0035-circuits.js';
import * as comparisons from './0036-comparisons.js';
import * as limitedSince from './0037-limited-since.js';
import * as itemsOfAgents from './0038-items-of-agents.js';
import * as sessionEnds from './0041-session-ends.js';
import * as providersRecover from './0044-providers-recover.js';
import * as sessionsReplaced from './0045-sessions-replaced.js';
import * as madeWithKeys from './0047-made-with-keys.js';

/** All migrations, by name, oldest first. A published one never changes; a change of the tables is a new file. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-first': first,
  '0002-stay-signed-in': staySignedIn,
  '0003-learned-recipes': learnedRecipes,
  '0004-trace': trace,
  '0005-links': links,
  '0006-begins': begins,
  '0007-ledger': ledger,
  '0008-send-to': sendTo,
  '0009-asked': asked,
  '0010-profile-holds': profileHolds,
  '0011-consents': consents,
  '0012-kept-for-logins': keptForLogins,
  '0013-end-details': endDetails,
  '0014-waits-since': waitsSince,
  '0015-copies': copies,
  '0016-site-slots': siteSlots,
  '0017-commits': commits,
  '0019-profile-pins': profilePins,
  '0021-agent-changes': agentChanges,
  '0022-pieces': pieces,
  '0023-pauses': pauses,
  '0024-agent-proxies': agentProxies,
  '0025-events': events,
  '0030-providers': providers,
  '0031-session-checks': sessionChecks,
  '0032-browser-checks': browserChecks,
  '0033-session-lives': sessionLives,
  '0034-reauth-waits': reauthWaits,
  '0035-circuits': circuits,
  '0036-comparisons': comparisons,
  '0037-limited-since': limitedSince,
  '0038-items-of-agents': itemsOfAgents,
  '0041-session-ends': sessionEnds,
  '0044-providers-recover': providersRecover,
  '0045-sessions-replaced': sessionsReplaced,
  '0047-made-with-keys': madeWithKeys,
};

export const migrations: MigrationProvider = { getMigrations: async () => MIGRATIONS };
