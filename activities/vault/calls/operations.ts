import type { VaultOperation } from '../../../contract/index.js';
import { checkKey } from '../access-keys/check.js';
import { listKeys } from '../access-keys/list.js';
import { createKey } from '../access-keys/make.js';
import { revokeKey } from '../access-keys/revoke.js';
import { grantAgent } from '../agents/grant.js';
import { listAgents } from '../agents/list.js';
import { retrieveAgent } from '../agents/retrieve.js';
import { revokeAgent } from '../agents/revoke.js';
import { agentTimeline } from '../agents/timeline.js';
import { updateAgent } from '../agents/update.js';
import { listCircuits } from '../circuits/list.js';
import { createCredential } from '../credentials/create.js';
import { deleteCredential } from '../credentials/delete.js';
import { importCredentials } from '../credentials/import.js';
import { listCredentials } from '../credentials/list.js';
import { retrieveCredential } from '../credentials/retrieve.js';
import { totpCode } from '../credentials/totp-code.js';
import { updateCredential } from '../credentials/update.js';
import { listEvents } from '../events/list.js';
import { linkInvocation } from '../invocations/link.js';
import { listInvocations } from '../invocations/list.js';
import { readPicture } from '../invocations/picture.js';
import { retrieveInvocation } from '../invocations/retrieve.js';
import { readViewKey } from '../invocations/view-key.js';
import { releaseLease, renewLease } from '../leases/operations.js';
import { resetAttempts } from '../ledger/reset.js';
import { listPauses, pause, resume } from '../pauses/switch.js';
import { deletePiece, getPiece, putPiece } from '../pieces/operations.js';
import { createProfile } from '../profiles/create.js';
import { deleteProfile } from '../profiles/delete.js';
import { importProfile } from '../profiles/import.js';
import { listProfiles } from '../profiles/list.js';
import { profileVersions } from '../profiles/list-versions.js';
import { retrieveProfile } from '../profiles/retrieve.js';
import { rollbackProfile } from '../profiles/rollback.js';
import { saveSession } from '../profiles/save-session.js';
import { session } from '../profiles/session-of.js';
import { storageState } from '../profiles/storage-state.js';
import { createProvider } from '../providers/create.js';
import { deleteProvider } from '../providers/delete.js';
import { listItems } from '../providers/items.js';
import { listProviders, retrieveProvider } from '../providers/list.js';
import { matchProviders } from '../providers/match.js';
import { listReads } from '../providers/reads.js';
import { testProvider } from '../providers/test.js';
import { updateProvider } from '../providers/update.js';
import { checkLink, openLink, resendLink } from '../reauth/open-link.js';
import { forgetLearned } from '../recipes/forget.js';
import { listRecipes } from '../recipes/list.js';
import { readTrace } from '../trace/read.js';
import { deleteWebhook, rotateWebhook, updateWebhook } from '../webhooks/change.js';
import { createWebhook } from '../webhooks/create.js';
import { listDeliveries, listWebhooks, retrieveWebhook } from '../webhooks/read.js';
import { testWebhook } from '../webhooks/test.js';
import type { Operation } from './operation.js';

/** Every operation of the contract. */
export const OPERATIONS: { readonly [Op in VaultOperation]: Operation<Op> } = {
  'credentials.create': createCredential,
  'credentials.retrieve': retrieveCredential,
  'credentials.list': listCredentials,
  'credentials.update': updateCredential,
  'credentials.delete': deleteCredential,
  'credentials.totpCode': totpCode,
  'credentials.import': importCredentials,
  'agents.grant': grantAgent,
  'agents.retrieve': retrieveAgent,
  'agents.list': listAgents,
  'agents.update': updateAgent,
  'agents.pause': pause,
  'agents.resume': resume,
  'agents.pauses': listPauses,
  'agents.revoke': revokeAgent,
  'agents.resetAttempts': resetAttempts,
  'agents.circuits': listCircuits,
  'agents.timeline': agentTimeline,
  'invocations.retrieve': retrieveInvocation,
  'invocations.list': listInvocations,
  'invocations.link': linkInvocation,
  'invocations.checkLink': checkLink,
  'invocations.openLink': openLink,
  'invocations.resendLink': resendLink,
  'invocations.picture': readPicture,
  'invocations.viewKey': readViewKey,
  'invocations.trace': readTrace,
  'profiles.create': createProfile,
  'profiles.list': listProfiles,
  'profiles.retrieve': retrieveProfile,
  'profiles.storageState': storageState,
  'profiles.session': session,
  'profiles.save': saveSession,
  'profiles.import': importProfile,
  'profiles.versions': profileVersions,
  'profiles.rollback': rollbackProfile,
  'profiles.delete': deleteProfile,
  'leases.renew': renewLease,
  'leases.release': releaseLease,
  'recipes.list': listRecipes,
  'recipes.forget': forgetLearned,
  'pieces.put': putPiece,
  'pieces.get': getPiece,
  'pieces.delete': deletePiece,
  'providers.create': createProvider,
  'providers.retrieve': retrieveProvider,
  'providers.list': listProviders,
  'providers.update': updateProvider,
  'providers.delete': deleteProvider,
  'providers.test': testProvider,
  'providers.items': listItems,
  'providers.match': matchProviders,
  'providers.audit': listReads,
  'events.list': listEvents,
  'webhooks.create': createWebhook,
  'webhooks.list': listWebhooks,
  'webhooks.retrieve': retrieveWebhook,
  'webhooks.update': updateWebhook,
  'webhooks.rotate': rotateWebhook,
  'webhooks.delete': deleteWebhook,
  'webhooks.test': testWebhook,
  'webhooks.deliveries': listDeliveries,
  'keys.check': checkKey,
  'keys.create': createKey,
  'keys.list': listKeys,
  'keys.revoke': revokeKey,
};

export const isOperation = (op: unknown): op is VaultOperation =>
  typeof op === 'string' && Object.hasOwn(OPERATIONS, op);
