/** What people give and decide in a login. */
import type { ChooseStep, GivenAnswer, LoginRef } from '../../contract/steps.js';

/** A value that a person gave, still sealed. */
export interface GivenValue extends LoginRef, GivenAnswer {
  readonly field: string;
  readonly sealed: string;
}

/** A choice that a person made. */
export interface GivenChoice extends LoginRef, GivenAnswer {
  readonly choice: ChooseStep['choice'];
}

/** What an application asked an identity provider for. */
export interface AuthorizationRequest {
  /** Site of the provider that was asked. */
  readonly site: string;
  /** `client_id` (RFC 6749 section 2.2), or the issuer of a SAML request. */
  readonly client: string;
  /** Sorted. What only the provider can read is named as such. */
  readonly scopes: readonly string[];
  /** Where the answer is sent; null where the request does not say. */
  readonly redirect: string | null;
}

/** What a person allowed an application, at an identity provider. */
export interface Consent {
  /** Site of the page that asked, as `siteAt` writes it. */
  readonly site: string;
  /** The application, as it calls itself there; empty where it is not known: then it is not remembered. */
  readonly client: string;
  /** Scopes, and what the page listed. */
  readonly scopes: readonly string[];
}

/** A question of a login, and the page that asks it: what a person answers is for that site. */
export interface AskedQuestion {
  readonly question: number;
  /** As `siteAt` writes it. */
  readonly site: string;
  /** The identity provider that the page is of; null on the agent's own site, and where it is not known. */
  readonly provider: string | null;
}

/** What a person decided about a host that the site's own scripts send secrets to. */
export type SendToDecision = 'allowed' | 'denied' | 'not_asked' | 'not_entitled';

/** What a login asks of the vault about people; part of `LoginVault`. */
export interface PersonVault {
  /**
   * Opens what a person gave, if somebody who may answer gave it.
   * @throws AgentAuthError `not_entitled`, `wrong_key`, `unreadable_value`, `invocation_ended`, `invocation_not_found`
   */
  openGiven(given: GivenValue): Promise<string>;
  /**
   * Notes which page asks what a person is asked next. Once a later question is noted, it stays.
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  noteAsked(ref: LoginRef, asked: AskedQuestion): Promise<void>;
  /**
   * Site of the page that asked a question; null where no page did.
   * @param here where it is answered first, which counts for questions from before they were noted
   */
  askedAt(ref: LoginRef, question: number, here: string): Promise<string | null>;
  /**
   * Whether somebody who may answer made that choice.
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  mayChoose(given: GivenChoice): Promise<boolean>;
  /** What people have allowed applications in logins of the agent. */
  consentsOf(agentId: string): Promise<readonly Consent[]>;
  /**
   * Remembers with the agent what somebody who may answer allows.
   * @param consents empty where they deny
   * @returns whether somebody who may answer made that choice
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  rememberConsent(given: GivenChoice, consents: readonly Consent[]): Promise<boolean>;
  /**
   * Notes that a person is asked whether the site's own scripts may send secrets to a host. False where nobody may be: the host is no known sign-in service
   * or is allowed already, or the login is its agent's own and nobody has answered in it.
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  askSendTo(ref: LoginRef, host: string): Promise<boolean>;
  /**
   * What somebody who may answer decided about a host that they were asked about. A yes becomes part of the agent's grant.
   * @throws AgentAuthError `invocation_ended`, `invocation_not_found`
   */
  decideSendTo(given: GivenChoice): Promise<SendToDecision>;
}
